using System.Text.RegularExpressions;

namespace LwCoder.Evaluation.TestReports;

/// <summary>What `cargo test` prints: a section for each program of tests, a line for each test.</summary>
internal static partial class CargoReader
{
    public const string Format = "cargo test";

    private const int MostLines = 20;

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(IReadOnlyList<string> lines)
    {
        if (!lines.Any(line => line.StartsWith("test result: ", StringComparison.Ordinal)))
        {
            return null;
        }
        var cases = new List<TestCase>();
        var file = "";
        for (var i = 0; i < lines.Count; i++)
        {
            if (Section().Match(lines[i]) is { Success: true } section)
            {
                file = section.Groups["path"].Value;
            }
            else if (Test().Match(lines[i]) is { Success: true } test)
            {
                // Several programs may have a test of this name.
                var name = test.Groups["name"].Value;
                cases.Add(TestCase.Of(file.Length > 0 ? $"{file}: {name}" : name, StatusOf(test.Groups["word"].Value), file));
            }
            else if (Output().Match(lines[i]) is { Success: true } output)
            {
                var name = output.Groups["name"].Value;
                var index = cases.FindLastIndex(other => other.Status == TestStatus.Failed && Ends(other.Name, name));
                if (index >= 0)
                {
                    var text = lines.Skip(i + 1)
                        .TakeWhile(line => !line.StartsWith("----", StringComparison.Ordinal))
                        .Take(MostLines);
                    cases[index] = TestCase.Of(
                        cases[index].Name, TestStatus.Failed, cases[index].File,
                        string.Join('\n', text.TakeWhile(line => line != "failures:")));
                }
            }
        }
        return TestReport.Of(Format, cases);
    }

    private static bool Ends(string full, string name) => full == name || full.EndsWith(": " + name, StringComparison.Ordinal);

    private static TestStatus StatusOf(string word) => word switch
    {
        "ok" => TestStatus.Passed,
        "FAILED" => TestStatus.Failed,
        _ => TestStatus.Skipped,
    };

    [GeneratedRegex(@"^\s+(Running (unittests )?|Doc-tests )(?<path>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Section();

    [GeneratedRegex(
        @"^test (?<name>.+?)( - should panic| - compile( fail)?)? \.\.\. (?<word>ok|FAILED|ignored)\b",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Test();

    [GeneratedRegex(@"^---- (?<name>.+) stdout ----$")]
    private static partial Regex Output();
}
