using System.Text.RegularExpressions;

namespace LwCoder.Evaluation.TestReports;

/// <summary>What `go test` prints for people: failed tests, with `-v` all, and a line for each package.</summary>
internal static partial class GoTextReader
{
    public const string Format = "go test";

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(IReadOnlyList<string> lines)
    {
        var cases = new List<TestCase>();
        var unnamed = new List<(string Word, string Name)>();
        foreach (var line in lines)
        {
            if (Test().Match(line) is { Success: true } test)
            {
                unnamed.Add((test.Groups["word"].Value, test.Groups["name"].Value));
            }
            else if (Package().Match(line) is { Success: true } package)
            {
                // The package is told below its tests.
                var path = package.Groups["path"].Value;
                cases.AddRange(unnamed.Select(found => TestCase.Of($"{path}.{found.Name}", StatusOf(found.Word))));
                if (unnamed.Count == 0 && package.Groups["word"].Value == "FAIL")
                {
                    cases.Add(TestCase.Of(path, TestStatus.Failed));
                }
                unnamed.Clear();
            }
        }
        return cases.Count > 0 ? TestReport.Of(Format, cases) : null;
    }

    private static TestStatus StatusOf(string word) => word switch
    {
        "PASS" => TestStatus.Passed,
        "SKIP" => TestStatus.Skipped,
        _ => TestStatus.Failed,
    };

    [GeneratedRegex(@"^ *--- (?<word>PASS|FAIL|SKIP): (?<name>\S+) \(")]
    private static partial Regex Test();

    [GeneratedRegex(@"^(?<word>ok|FAIL)\s+(?<path>[^\s\[]+)\s+(\[|\(cached\)|[\d.]+s)", RegexOptions.ExplicitCapture)]
    private static partial Regex Package();
}
