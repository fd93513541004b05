namespace LwCoder.Evaluation.TestReports;

internal enum TestStatus
{
    Passed,
    /// <summary>Not run, or its result does not count. Never the same as passed.</summary>
    Skipped,
    Failed,
}

/// <param name="Name">As its runner tells it from all others: with its class, module or suite.</param>
/// <param name="File">Where the report says it lies; null when it does not say.</param>
/// <param name="Message">Why it failed or was skipped.</param>
internal sealed record TestCase(string Name, TestStatus Status, string? File = null, string? Message = null)
{
    private const int LongestName = 1000;
    private const int LongestMessage = 4000;

    /// <summary>A case out of a report, which may hold anything of any length.</summary>
    public static TestCase Of(string name, TestStatus status, string? file = null, string? message = null) => new(
        Cut(name.Trim(), LongestName), status,
        string.IsNullOrWhiteSpace(file) ? null : Cut(file.Trim(), LongestName),
        string.IsNullOrWhiteSpace(message) ? null : Cut(message.Trim(), LongestMessage));

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest] + "…";
}
