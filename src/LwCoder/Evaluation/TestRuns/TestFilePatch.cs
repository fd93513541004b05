using LwCoder.Git;
using LwCoder.Platform.Terminal;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// Reads what a change did to one file of tests: which it takes out, switches off, or makes say something else.
/// </summary>
internal sealed class TestFilePatch(string path, IReadOnlyList<PatchHunk> hunks)
{
    private const int LongestEvidence = 200;

    private readonly HashSet<string> _added =
    [
        .. hunks.SelectMany(hunk => hunk.Lines).Where(line => line[0] == '+')
            .Select(line => TestFiles.DeclaredIn(line[1..])).OfType<string>(),
    ];

    /// <summary>At most one of a kind for each test.</summary>
    public IReadOnlyList<TamperFinding> Read() =>
        [.. hunks.SelectMany(OfHunk).DistinctBy(finding => (finding.Kind, finding.Test))];

    private IEnumerable<TamperFinding> OfHunk(PatchHunk hunk)
    {
        // git tells the function around a hunk.
        var current = TestFiles.DeclaredIn(hunk.Section);
        var deleted = false;
        for (var i = 0; i < hunk.Lines.Count; i++)
        {
            var (mark, text) = (hunk.Lines[i][0], hunk.Lines[i][1..]);
            if (TestFiles.DeclaredIn(text) is { } declared)
            {
                current = declared;
                deleted = mark == '-' && !_added.Contains(declared);
                if (deleted)
                {
                    yield return Found(Tampering.Deleted, current, text);
                    continue;
                }
            }
            if (mark == '+' && TestFiles.SwitchesOff(text) && !WasThere(hunk, text))
            {
                yield return Found(Tampering.Skipped, NextDeclared(hunk, i) ?? current, text);
            }
            else if (mark == '-' && !deleted && Says(text) && !IsStillThere(hunk, text))
            {
                yield return Found(Tampering.Edited, current, text);
            }
        }
    }

    private TamperFinding Found(Tampering kind, string? test, string line) =>
        new(kind, path, test, TerminalText.OneLine(line, LongestEvidence));

    /// <summary>A mark such as `@skip` stands above its test, with nothing but other marks between.</summary>
    private static string? NextDeclared(PatchHunk hunk, int index)
    {
        if (hunk.Lines[index][1..].TrimStart() is not ['@' or '[' or '#', ..])
        {
            return null;
        }
        const int Farthest = 8;
        return hunk.Lines.Skip(index).Take(Farthest).Where(line => line[0] != '-')
            .Select(line => TestFiles.DeclaredIn(line[1..])).FirstOrDefault(name => name is not null);
    }

    private static bool WasThere(PatchHunk hunk, string text) =>
        hunk.Lines.Any(line => line[0] == '-' && line.AsSpan(1).Trim().SequenceEqual(text.AsSpan().Trim()));

    /// <summary>Moved, or the file's last line, which got a line end.</summary>
    private static bool IsStillThere(PatchHunk hunk, string text) =>
        hunk.Lines.Any(line => line[0] == '+' && line.AsSpan(1).TrimEnd().SequenceEqual(text.AsSpan().TrimEnd()));

    /// <summary>Blank lines, brackets and imports say nothing that a test would check.</summary>
    private static bool Says(string line) =>
        line.Any(char.IsLetterOrDigit)
        && !line.TrimStart().StartsWith("import ", StringComparison.Ordinal)
        && !line.TrimStart().StartsWith("using ", StringComparison.Ordinal)
        && !line.TrimStart().StartsWith("from ", StringComparison.Ordinal);
}
