using System.Text.RegularExpressions;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// Which files are tests, by the customs of the languages, and which lines of them declare or switch off a test.
/// </summary>
internal static partial class TestFiles
{
    public static bool IsTest(string path) => TestPath().IsMatch(path);

    /// <summary>The test that a line declares; null when it declares none.</summary>
    public static string? DeclaredIn(string line)
    {
        foreach (var declaration in (Regex[])[Python(), Go(), JavaScript(), Rust(), ClassBased()])
        {
            if (declaration.Match(line) is { Success: true } match)
            {
                return match.Groups["name"].Value;
            }
        }
        return null;
    }

    public static bool SwitchesOff(string line) => Skip().IsMatch(line);

    [GeneratedRegex(
        @"(^|/)(tests?|specs?|__tests__|e2e)/|(^|/)[^/]*\.(Unit|Integration)?Tests?/|(^|/)(test_[^/]*|conftest)\.py$"
        + @"|[._-](test|spec|tests)\.\w+$|(^|/)test[._-][^/]*\.\w+$|(^|/)tests?\.\w+$"
        + @"|(Test|Tests|TestCase|Spec|Fixture|IT)\.(cs|fs|vb|java|kt|kts|scala|groovy|swift|php)$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TestPath();

    [GeneratedRegex(@"^\s*(async\s+)?def\s+(?<name>test\w*)\s*\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Python();

    [GeneratedRegex(@"^func\s+(\([^)]*\)\s*)?(?<name>(Test|Benchmark|Fuzz|Example)\w*)\s*\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Go();

    [GeneratedRegex(
        """(?<![\w.])[xf]?(it|test|describe|specify|context)(\.\w+)*\s*\(\s*(?<quote>["'`])(?<name>.+?)\k<quote>""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex JavaScript();

    [GeneratedRegex(@"^\s*(pub\s+)?(async\s+)?fn\s+(?<name>\w+)\s*\(\s*\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Rust();

    [GeneratedRegex(
        @"^\s*(\[[^\]]*\]\s*)*((public|private|protected|internal|static|async|final|override|suspend)\s+)*"
        + @"(void|Task|ValueTask|fun)\s+`?(?<name>[\w ]+?)`?\s*\(",
        RegexOptions.ExplicitCapture)]
    private static partial Regex ClassBased();

    [GeneratedRegex(
        @"pytest\.(skip|xfail|importorskip)|@?pytest\.mark\.(skip|skipif|xfail)|unittest\.skip|\bself\.skipTest\("
        + @"|\[\s*(Fact|Theory|Test|TestMethod|TestCase)\s*\([^)]*\b(Skip|Ignore)\s*="
        + @"|\[Ignore\b|Assert\.(Ignore|Inconclusive|Skip)\b"
        + @"|(?<![\w.])(x(it|test|describe)|(it|test|describe)\.(skip|todo|fixme)|(it|test|describe)\.only)\b"
        + @"|\bskip:\s*(true|['""])"
        + @"|\bt\.Skip(f|Now)?\(|#\[ignore\b|@(Disabled|Ignore)\b",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Skip();
}
