using System.Globalization;
using System.Text.RegularExpressions;

namespace LwCoder.Evaluation.TestReports;

/// <summary>What `dotnet test` prints: the counts of each test project, and the tests that failed.</summary>
internal static partial class DotnetReader
{
    public const string Format = "dotnet test";

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(IReadOnlyList<string> lines)
    {
        // The newer summary is over all projects, the older one for each.
        var counts = lines.Select(line => Summary().Match(line)).LastOrDefault(match => match.Success) is { } all
            ? [all]
            : lines.Select(line => ProjectCounts().Match(line)).Where(match => match.Success).ToList();
        return counts.Count == 0
            ? null
            : new TestReport(Format, [.. Failures(lines)], Sum("passed"), Sum("failed"), Sum("skipped"));

        int Sum(string group) => counts.Sum(match => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture));
    }

    private static IEnumerable<TestCase> Failures(IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (Failure().Match(lines[i]) is { Success: true } failed)
            {
                var why = lines.Skip(i + 1).SkipWhile(line => line.Trim() == "Error Message:").FirstOrDefault();
                yield return TestCase.Of(failed.Groups["name"].Value, TestStatus.Failed, message: why);
            }
        }
    }

    [GeneratedRegex(
        @"^(Passed|Failed|Skipped)!\s+- Failed:\s+(?<failed>\d{1,9}), Passed:\s+(?<passed>\d{1,9}),"
        + @" Skipped:\s+(?<skipped>\d{1,9})",
        RegexOptions.ExplicitCapture)]
    private static partial Regex ProjectCounts();

    [GeneratedRegex(
        @"^Test summary: total: \d+, failed: (?<failed>\d{1,9}), succeeded: (?<passed>\d{1,9}), skipped: (?<skipped>\d{1,9})",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Summary();

    [GeneratedRegex(@"^\s+Failed (?<name>\S.*?) \[[^\]]+\]$")]
    private static partial Regex Failure();
}
