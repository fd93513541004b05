using System.Text.RegularExpressions;

namespace LwCoder.Evaluation.TestReports;

/// <summary>
/// TAP, with subtests indented by four as node's runner, node-tap and Perl write them. A subtest that has tests of its own is
/// a suite: only its tests count, named after it.
/// </summary>
internal sealed partial class TapReader
{
    public const string Format = "TAP";

    private readonly List<Suite> _suites = [];
    private readonly List<TestCase> _cases = [];

    /// <summary>Of the test above, which its YAML block explains; null when it has none or is no test.</summary>
    private int? _explained;

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(IReadOnlyList<string> lines)
    {
        if (!lines.Any(line => line.StartsWith("TAP version ", StringComparison.Ordinal) || Plan().IsMatch(line)))
        {
            return null;
        }
        var reader = new TapReader();
        foreach (var line in lines)
        {
            reader.Read(line);
        }
        return reader._cases.Count > 0 ? TestReport.Of(Format, reader._cases) : null;
    }

    private void Read(string line)
    {
        if (SubtestStart().Match(line) is { Success: true } start)
        {
            _suites.Add(new Suite(start.Groups["indent"].Length, start.Groups["name"].Value));
            _explained = null;
        }
        else if (TestLine().Match(line) is { Success: true } test)
        {
            ReadTest(test);
        }
        else if (_explained is { } index && YamlValue().Match(line) is { Success: true } value)
        {
            var text = value.Groups["text"].Value.Trim('\'', '"');
            _cases[index] = value.Groups["key"].Value == "location"
                ? _cases[index] with { File = Location().Replace(text, "") }
                : TestCase.Of(_cases[index].Name, _cases[index].Status, _cases[index].File, text);
        }
    }

    private void ReadTest(Match test)
    {
        var indent = test.Groups["indent"].Length;
        // Deeper ones were never closed: their runner was ended.
        _suites.RemoveAll(suite => suite.Indent > indent);
        var isSuite = false;
        var children = 0;
        if (_suites is [.., var top] && top.Indent == indent)
        {
            (isSuite, children) = (top.Tests > 0, top.Failed);
            _suites.RemoveAt(_suites.Count - 1);
        }
        var failed = test.Groups["not"].Success && !test.Groups["directive"].Success;
        foreach (var suite in _suites)
        {
            suite.Tests++;
            suite.Failed += failed ? 1 : 0;
        }
        _explained = null;
        // A suite that fails though its tests pass has failed by itself, in a hook.
        if (!isSuite || (failed && children == 0))
        {
            var name = string.Join(" > ", [.. _suites.Select(suite => suite.Name), test.Groups["name"].Value.Trim()]);
            var status = test.Groups["directive"].Success ? TestStatus.Skipped : failed ? TestStatus.Failed : TestStatus.Passed;
            _cases.Add(TestCase.Of(name.Length > 0 ? name : $"test {test.Groups["number"].Value}", status));
            _explained = _cases.Count - 1;
        }
    }

    private sealed class Suite(int indent, string name)
    {
        public int Indent => indent;
        public string Name => name;
        public int Tests { get; set; }
        public int Failed { get; set; }
    }

    [GeneratedRegex(@"^1\.\.\d+\s*(#.*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Plan();

    [GeneratedRegex(@"^(?<indent> *)# Subtest: (?<name>.+)$")]
    private static partial Regex SubtestStart();

    [GeneratedRegex(
        @"^(?<indent> *)(?<not>not )?ok\b ?(?<number>\d*)(?: - | -$|\s|$)(?<name>[^#]*(?:(?<=\\)#[^#]*)*)"
        + @"(?:#\s*(?<directive>skip|todo)\S*.*|#.*)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex TestLine();

    [GeneratedRegex(@"^ +(?<key>error|message|location): (?<text>.*\w.*)$")]
    private static partial Regex YamlValue();

    [GeneratedRegex(@":\d+(:\d+)?$")]
    private static partial Regex Location();
}
