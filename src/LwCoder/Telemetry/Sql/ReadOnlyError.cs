namespace LwCoder.Telemetry.Sql;

/// <summary>What the user hears whose statement would do more than read.</summary>
internal static class ReadOnlyError
{
    /// <param name="found">What was found in place of one question.</param>
    public static UserError Of(string found) => new(
        $"only one statement that reads is allowed here, and this is {found}", "ask with SELECT", ExitCode.Usage);
}
