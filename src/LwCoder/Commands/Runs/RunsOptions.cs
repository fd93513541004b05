namespace LwCoder.Commands.Runs;

/// <summary>What was asked for, one record a verb.</summary>
internal abstract record RunsOptions
{
    public sealed record List(string? PlanId, int Limit, bool Json) : RunsOptions;

    public sealed record Show(string? Run, bool Json) : RunsOptions;

    public sealed record Logs(string? Run, bool Json, bool Raw) : RunsOptions;

    public sealed record Diff(string? Run, bool Json) : RunsOptions;
}
