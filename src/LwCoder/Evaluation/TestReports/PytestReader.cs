using System.Globalization;
using System.Text.RegularExpressions;

namespace LwCoder.Evaluation.TestReports;

/// <summary>
/// What pytest prints: every test with `-v`, else the failed ones in its short summary. The last line has the counts.
/// </summary>
internal static partial class PytestReader
{
    public const string Format = "pytest";

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(IReadOnlyList<string> lines)
    {
        if (lines.LastOrDefault(line => Counts().IsMatch(line)) is not { } last)
        {
            return null;
        }
        var cases = new Dictionary<string, TestCase>();
        foreach (var line in lines)
        {
            if (Verbose().Match(line) is { Success: true } test)
            {
                Add(test.Groups["id"].Value, test.Groups["word"].Value, null);
            }
            else if (Summary().Match(line) is { Success: true } summary)
            {
                Add(summary.Groups["id"].Value, summary.Groups["word"].Value, summary.Groups["why"].Value);
            }
        }
        return new TestReport(
            Format,
            [.. cases.Values.Take(TestReport.MostCases)],
            Count(last, "passed") + Count(last, "xpassed"),
            Count(last, "failed") + Count(last, "errors?"),
            Count(last, "skipped") + Count(last, "xfailed"));

        void Add(string id, string word, string? why) => cases[id] = TestCase.Of(
            id,
            word switch
            {
                "PASSED" or "XPASS" => TestStatus.Passed,
                "FAILED" or "ERROR" => TestStatus.Failed,
                _ => TestStatus.Skipped,
            },
            id.Split("::")[0], why);
    }

    private static int Count(string line, string word) =>
        Regex.Match(line, $@"\b(\d{{1,9}}) {word}\b") is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(
        @"^=*\s?(\d+ (passed|failed|skipped|errors?|xfailed|xpassed|deselected|warnings?)(, )?)+ in [\d.]+s",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Counts();

    [GeneratedRegex(@"^(?<id>\S+?\.py::.+?) (?<word>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b")]
    private static partial Regex Verbose();

    [GeneratedRegex(@"^(?<word>FAILED|ERROR) (?<id>\S+\.py(::.+?)?)( - (?<why>.*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Summary();
}
