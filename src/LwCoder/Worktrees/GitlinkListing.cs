using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>Finds commits of other repositories (submodules) that a history brings in.</summary>
internal static class GitlinkListing
{
    /// <summary>
    /// Reads `log --format= --raw -z -c`: a record starts with one colon for each parent, then the modes in the parents,
    /// then the new mode. A file whose name looks like a record can only make this find too much.
    /// </summary>
    public static IReadOnlyList<string> NewPaths(string log)
    {
        var paths = new List<string>();
        var fields = log.Split('\0');
        for (var i = 0; i + 1 < fields.Length; i++)
        {
            var record = fields[i].TrimStart('\n');
            var parents = record.Length - record.TrimStart(':').Length;
            var modes = record[parents..].Split(' ');
            if (parents > 0 && modes.Length > parents
                && modes[parents] == DiffEntry.GitlinkMode && !modes.Take(parents).Contains(DiffEntry.GitlinkMode))
            {
                paths.Add(fields[i + 1]);
            }
        }
        return [.. paths.Distinct(StringComparer.Ordinal)];
    }
}
