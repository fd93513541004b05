namespace LwCoder.Commands.Telemetry;

internal abstract record TelemetryOptions(OutputFormat Format)
{
    /// <param name="Since">An age such as `30d`; null for all.</param>
    internal sealed record Sessions(
        string? Plan, string? Tool, string? Model, string? Status, string? Since, int Limit, OutputFormat Format)
        : TelemetryOptions(Format);

    internal sealed record Show(string Session, OutputFormat Format) : TelemetryOptions(Format);

    /// <param name="By">One grouping; null for all.</param>
    internal sealed record Stats(string? By, string? Plan, string? Since, OutputFormat Format) : TelemetryOptions(Format);

    internal sealed record Cost(string? Plan, string? Since, int Limit, OutputFormat Format) : TelemetryOptions(Format);

    internal sealed record Tools(string? Plan, string? Since, OutputFormat Format) : TelemetryOptions(Format);

    internal sealed record Children(string Session, OutputFormat Format) : TelemetryOptions(Format);

    internal sealed record Sql(string Statement, OutputFormat Format) : TelemetryOptions(Format);

    internal sealed record Prune(string OlderThan, bool DryRun, OutputFormat Format) : TelemetryOptions(Format);

    /// <param name="File">Null for standard output.</param>
    internal sealed record Export(string? File) : TelemetryOptions(OutputFormat.Table);
}
