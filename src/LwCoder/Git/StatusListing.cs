namespace LwCoder.Git;

/// <summary>One changed path.</summary>
/// <param name="State">
/// Two letters as git prints them, index and worktree: `.M`, `A.`, `R.`, `UU`; `??` untracked, `!!` ignored.
/// </param>
/// <param name="OriginalPath">Where a renamed or copied file was.</param>
internal sealed record StatusEntry(string State, string Path, string? OriginalPath = null);

internal static class StatusListing
{
    /// <summary>Reads `status --porcelain=v2 -z`. Header lines are passed over.</summary>
    public static IReadOnlyList<StatusEntry> Parse(string porcelain)
    {
        var entries = new List<StatusEntry>();
        var fields = porcelain.Split('\0');
        for (var i = 0; i < fields.Length; i++)
        {
            var line = fields[i];
            switch (line.Length > 0 ? line[0] : '#')
            {
                case '1':
                    entries.Add(new StatusEntry(line[2..4], After(line, 8)));
                    break;
                case '2':
                    entries.Add(new StatusEntry(line[2..4], After(line, 9), fields[++i]));
                    break;
                case 'u':
                    entries.Add(new StatusEntry(line[2..4], After(line, 10)));
                    break;
                case '?':
                    entries.Add(new StatusEntry("??", line[2..]));
                    break;
                case '!':
                    entries.Add(new StatusEntry("!!", line[2..]));
                    break;
                default:
                    break;
            }
        }
        return entries;
    }

    /// <summary>What follows the given number of space-separated fields; the path itself may hold spaces.</summary>
    private static string After(string line, int fields)
    {
        var start = 0;
        for (var i = 0; i < fields; i++)
        {
            start = line.IndexOf(' ', start) + 1;
        }
        return line[start..];
    }
}
