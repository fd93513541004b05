using System.Globalization;
using System.Text.RegularExpressions;

namespace LwCoder.Evaluation.TestReports;

/// <summary>
/// What Python's own runner prints: every test with `-v`, else those that failed. The last lines have the counts.
/// </summary>
internal static partial class UnittestReader
{
    private const string Format = "unittest";

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(IReadOnlyList<string> lines)
    {
        var ran = lines.LastOrDefault(line => Ran().IsMatch(line));
        var end = lines.LastOrDefault(line => End().IsMatch(line));
        if (ran is null || end is null)
        {
            return null;
        }
        var cases = Cases(lines);
        var failed = cases.Values.Where(test => test.Status == TestStatus.Failed).ToList();
        var skipped = Count(end, "skipped") + Count(end, "expected failures");
        // A fixture that fails is no test and is not counted as one that ran.
        var failedTests = failed.Count(test => !Fixture().IsMatch(test.Name));
        var total = int.Parse(Ran().Match(ran).Groups["count"].Value, CultureInfo.InvariantCulture);
        return new TestReport(
            Format,
            [.. cases.Values.Take(TestReport.MostCases)],
            Math.Max(0, total - failedTests - skipped),
            failed.Count,
            skipped);
    }

    private static Dictionary<string, TestCase> Cases(IReadOnlyList<string> lines)
    {
        var cases = new Dictionary<string, TestCase>();
        string? current = null;
        string? failing = null;
        foreach (var line in lines)
        {
            if (Failure().Match(line) is { Success: true } failure)
            {
                (failing, current) = (NameOf(failure), null);
                cases[failing] = TestCase.Of(failing, TestStatus.Failed);
                continue;
            }
            if (failing is not null && Reason().IsMatch(line))
            {
                cases[failing] = TestCase.Of(failing, TestStatus.Failed, message: line);
            }
            if (Start().Match(line) is { Success: true } start)
            {
                current = NameOf(start);
            }
            // A test with a docstring has its result on the line of that.
            if (current is not null && Result().Match(line) is { Success: true } result)
            {
                cases.TryAdd(current, TestCase.Of(current, StatusOf(result.Groups["word"].Value)));
                current = null;
            }
        }
        return cases;
    }

    private static TestStatus StatusOf(string word) => word switch
    {
        "ok" => TestStatus.Passed,
        "FAIL" or "ERROR" or "unexpected success" => TestStatus.Failed,
        _ => TestStatus.Skipped,
    };

    /// <summary>`module.Class.test`; before Python 3.11 the test stands only before the brackets.</summary>
    private static string NameOf(Match match)
    {
        var (name, place) = (match.Groups["name"].Value, match.Groups["place"].Value);
        return place.EndsWith("." + name, StringComparison.Ordinal) ? place : $"{place}.{name}";
    }

    private static int Count(string line, string word) =>
        Regex.Match(line, $@"[(,] ?{word}=(\d{{1,9}})\b") is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(@"^Ran (?<count>\d{1,9}) tests? in [\d.]+s$")]
    private static partial Regex Ran();

    [GeneratedRegex(@"^(OK|FAILED|NO TESTS RAN)( \([a-z0-9 =,]+\))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex End();

    [GeneratedRegex(@"^(FAIL|ERROR|UNEXPECTED SUCCESS): (?<name>\w+) \((?<place>[\w.]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Failure();

    /// <summary>The last line of a trace: `AssertionError: 1 != 2`.</summary>
    [GeneratedRegex(@"^[A-Za-z_][\w.]*(: .*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Reason();

    [GeneratedRegex(@"^\s*(?<name>\w+) \((?<place>[\w.]+)\)( [(\[].*)?( \.\.\. |$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Start();

    [GeneratedRegex(
        @" \.\.\. (?<word>ok|FAIL|ERROR|expected failure|unexpected success|skipped .*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Result();

    [GeneratedRegex(@"\.(setUp|tearDown)(Class|Module)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Fixture();
}
