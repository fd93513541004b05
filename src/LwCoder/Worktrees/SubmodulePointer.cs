using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>The file `.git` of a submodule that is checked out: `gitdir: ` and a folder under the host's `modules`.</summary>
internal static class SubmodulePointer
{
    private const string Prefix = "gitdir: ";

    /// <returns>The submodule's git directory; null when the entry is anything else, or a link could bend its path.</returns>
    public static string? Resolve(string path, string commonDirectory)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null || !file.Exists || file.Length is 0 or > 8192)
        {
            return null;
        }
        var text = File.ReadAllText(path).TrimEnd('\n', '\r');
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }
        var target = text[Prefix.Length..];
        var goesBackLater = target.Split('/').SkipWhile(part => part == "..").Contains("..");
        var resolved = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
        var below = Path.GetRelativePath(commonDirectory, resolved).Replace('\\', '/').Split('/');
        return !goesBackLater && Paths.IsInside(resolved, commonDirectory)
            && below is ["modules", _, ..] or ["worktrees", _, "modules", _, ..]
            ? resolved
            : null;
    }
}
