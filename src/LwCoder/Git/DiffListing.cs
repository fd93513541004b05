using System.Globalization;

namespace LwCoder.Git;

/// <summary>What a diff says of one path.</summary>
/// <param name="Kind">A added, C copied, D deleted, M modified, R renamed, T type changed.</param>
/// <param name="OldMode">Octal, `000000` when the path is new.</param>
/// <param name="NewMode">Octal, `000000` when the path is gone.</param>
/// <param name="Insertions">Null for binary content, or where lines were not counted.</param>
internal sealed record DiffEntry(
    char Kind, string Path, string? OriginalPath, string OldMode, string NewMode, int? Insertions, int? Deletions)
{
    public const string GitlinkMode = "160000";
    public const string LinkMode = "120000";
    public const string ExecutableMode = "100755";

    /// <summary>Another repository that this change would bring in; `git status` later runs inside it.</summary>
    public bool IsNewGitlink => NewMode == GitlinkMode && OldMode != GitlinkMode;
}

internal static class DiffListing
{
    /// <summary>
    /// Reads the output of a diff with `-z --raw`, `--numstat` or both. Raw records start with `:` and numstat ones
    /// never do; of two paths the old one comes first. Counts are joined to their raw record by the new path.
    /// </summary>
    public static IReadOnlyList<DiffEntry> Parse(string output)
    {
        var entries = new List<DiffEntry>();
        var counts = new Dictionary<string, (int?, int?)>(StringComparer.Ordinal);
        var fields = output.Split('\0');
        for (var i = 0; i < fields.Length && fields[i].Trim('\n').Length > 0; i++)
        {
            var field = fields[i].TrimStart('\n');
            if (field.StartsWith(':'))
            {
                var words = field[1..].Split(' ');
                var kind = words[4][0];
                var first = fields[++i];
                var second = kind is 'R' or 'C' ? fields[++i] : null;
                entries.Add(new DiffEntry(kind, second ?? first, second is null ? null : first, words[0], words[1], null, null));
            }
            else
            {
                var words = field.Split('\t', 3);
                var path = words[2];
                if (path.Length == 0)
                {
                    // A rename: empty path, then old and new as fields of their own.
                    i += 2;
                    path = fields[i];
                }
                counts[path] = (Count(words[0]), Count(words[1]));
            }
        }
        return entries.ConvertAll(entry => counts.TryGetValue(entry.Path, out var count)
            ? entry with { Insertions = count.Item1, Deletions = count.Item2 }
            : entry);
    }

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
