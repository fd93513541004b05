using System.Globalization;
using System.Text.RegularExpressions;

namespace LwCoder.Evaluation.TestReports;

/// <summary>
/// The marked lines that node's runner, mocha, jest and vitest print for people. The counts are the runner's own where it
/// prints them; tests are told apart as well as such a text allows.
/// </summary>
internal static partial class SpecReader
{
    public const string Format = "spec output";

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(IReadOnlyList<string> lines)
    {
        var (passed, failed, skipped) = CountsIn(lines);
        if (passed is null && failed is null)
        {
            return null;
        }
        return new TestReport(Format, [.. Cases(lines)], passed ?? 0, failed ?? 0, skipped ?? 0);
    }

    /// <summary>Suites are above their tests and less indented; node repeats failures below the counts.</summary>
    private static IEnumerable<TestCase> Cases(IReadOnlyList<string> lines)
    {
        var above = new Stack<(int Indent, string Name)>();
        foreach (var line in lines.TakeWhile(line => !NodeCount().IsMatch(line) && !MochaCount().IsMatch(line)))
        {
            if (Marked().Match(line) is { Success: true } test)
            {
                var indent = test.Groups["indent"].Length;
                while (above.TryPeek(out var last) && last.Indent >= indent)
                {
                    above.Pop();
                }
                var name = Duration().Replace(test.Groups["name"].Value, "");
                if (test.Groups["mark"].Value is "▶")
                {
                    above.Push((indent, name));
                    continue;
                }
                var status = test.Groups["mark"].Value switch
                {
                    "✔" or "✓" or "√" => TestStatus.Passed,
                    "﹣" or "-" or "○" or "↓" => TestStatus.Skipped,
                    _ => TestStatus.Failed,
                };
                yield return TestCase.Of(string.Join(" > ", above.Reverse().Select(suite => suite.Name).Append(name)), status);
            }
        }
    }

    private static (int?, int?, int?) CountsIn(IReadOnlyList<string> lines)
    {
        int? passed = null, failed = null, skipped = null;
        foreach (var line in lines)
        {
            if (NodeCount().Match(line) is { Success: true } node)
            {
                Add(node.Groups["word"].Value, node.Groups["count"].Value);
            }
            else if (MochaCount().Match(line) is { Success: true } mocha)
            {
                Add(mocha.Groups["word"].Value, mocha.Groups["count"].Value);
            }
            else if (JestCounts().Match(line) is { Success: true } jest)
            {
                (passed, failed, skipped) = (0, 0, 0);
                for (var i = 0; i < jest.Groups["word"].Captures.Count; i++)
                {
                    Add(jest.Groups["word"].Captures[i].Value, jest.Groups["count"].Captures[i].Value);
                }
            }
        }
        return (passed, failed, skipped);

        void Add(string word, string digits)
        {
            var count = int.Parse(digits, CultureInfo.InvariantCulture);
            switch (word)
            {
                case "pass" or "passing" or "passed":
                    passed = (passed ?? 0) + count;
                    break;
                case "fail" or "failing" or "failed" or "cancelled":
                    failed = (failed ?? 0) + count;
                    break;
                case "skipped" or "pending" or "todo":
                    skipped = (skipped ?? 0) + count;
                    break;
            }
        }
    }

    [GeneratedRegex(@"^(?<indent> *)(?<mark>▶|✔|✓|√|✖|✕|×|﹣|○|↓|-|\d{1,6}\)) (?<name>\S.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Marked();

    [GeneratedRegex(@" \(\d[\d.]* ?m?s\)( # .*)?$| # (SKIP|TODO).*$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^[ℹ#] (?<word>pass|fail|cancelled|skipped|todo) (?<count>\d{1,9})$")]
    private static partial Regex NodeCount();

    [GeneratedRegex(@"^  (?<count>\d{1,9}) (?<word>passing|failing|pending)( \([^)]*\))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex MochaCount();

    [GeneratedRegex(
        @"^ *Tests:? +((?<count>\d{1,9}) (?<word>passed|failed|skipped|todo|total)[,| ]*)+",
        RegexOptions.ExplicitCapture)]
    private static partial Regex JestCounts();
}
