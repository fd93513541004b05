using LwCoder.Git;
using LwCoder.Prompts;

namespace LwCoder.Judges;

/// <param name="Path">In the repository, with `/`.</param>
internal sealed record GuidanceFile(string Path, string Text);

/// <summary>
/// A project's rules for whoever works in it, as they were at a commit. Judges read those of the base: a change must not be
/// able to rewrite the rules it is judged by.
/// </summary>
internal sealed class ProjectGuidance(GitCli git)
{
    private const int MostFiles = 8;
    private const int LargestBytes = 256 * 1024;

    /// <summary>Two or three git processes, whatever the repository's size.</summary>
    public async Task<IReadOnlyList<GuidanceFile>> ReadAsync(RepositoryFacts facts, string commit, CancellationToken cancel)
    {
        var listing = await git.RunAsync(facts.CommonDirectory, cancel, "ls-tree", "-r", "-l", "-z", commit);
        var files = listing.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(TreeFile.Parse)
            .Where(file => file is { IsRegular: true, Size: > 0 and <= LargestBytes } && ProjectFacts.IsGuidance(file.Path))
            .OrderBy(file => file.Path.Count(letter => letter == '/'))
            .ThenBy(file => file.Path, StringComparer.Ordinal)
            .Take(MostFiles);
        var guidance = new List<GuidanceFile>();
        foreach (var file in files)
        {
            guidance.Add(new GuidanceFile(
                file.Path, await git.RunAsync(facts.CommonDirectory, cancel, "cat-file", "blob", file.Blob)));
        }
        return guidance;
    }

    private sealed record TreeFile(bool IsRegular, string Blob, long Size, string Path)
    {
        /// <summary>`mode type object size TAB path`, the size padded and `-` for what has none.</summary>
        public static TreeFile Parse(string entry)
        {
            var (facts, path) = entry.Split('\t', 2) is [var first, var second] ? (first, second) : (entry, "");
            var words = facts.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words is [['1', '0', '0', ..], "blob", var blob, var size]
                ? new TreeFile(true, blob, long.Parse(size, System.Globalization.CultureInfo.InvariantCulture), path)
                : new TreeFile(false, "", 0, path);
        }
    }
}
