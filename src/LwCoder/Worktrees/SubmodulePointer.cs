using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>
/// The <see cref="PointerFile"/> of a submodule that is checked out, which names a folder under the host's `modules`.
/// </summary>
internal static class SubmodulePointer
{
    /// <returns>The submodule's git directory; null when the entry is anything else, or a link could bend its path.</returns>
    public static string? Resolve(string path, string commonDirectory)
    {
        if (PointerFile.Read(path) is not { } target)
        {
            return null;
        }
        var goesBackLater = target.Split('/').SkipWhile(part => part == "..").Contains("..");
        var resolved = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
        var below = Paths.WithSlashes(Path.GetRelativePath(commonDirectory, resolved)).Split('/');
        return !goesBackLater && Paths.IsInside(resolved, commonDirectory)
            && below is ["modules", _, ..] or ["worktrees", _, "modules", _, ..]
            ? resolved
            : null;
    }
}
