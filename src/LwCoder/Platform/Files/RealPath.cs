namespace LwCoder.Platform.Files;

/// <summary>Paths without symbolic links: where a file really lies, and where a mount really lands.</summary>
internal static class RealPath
{
    /// <summary>As many links are followed before it must be a circle; Linux gives up at 40 as well.</summary>
    private const int MostLinks = 40;

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>The real path; links in a circle, which lead nowhere, stay as they are.</summary>
    public static string Of(string path) => TryOf(path) ?? Path.GetFullPath(path);

    /// <summary>
    /// Resolves every link on the way; one before a `..` counts, as it does for the system. Parts that do not exist stay
    /// as they are.
    /// </summary>
    /// <returns>Null for links in a circle.</returns>
    public static string? TryOf(string path)
    {
        var full = Path.IsPathFullyQualified(path) ? path : Path.GetFullPath(path);
        var current = Path.GetPathRoot(full)!;
        var pending = new Stack<string>();
        Push(full[current.Length..]);
        for (var links = 0; pending.TryPop(out var part);)
        {
            if (part == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }
            var next = Path.Combine(current, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }
            if (++links > MostLinks)
            {
                return null;
            }
            var targetRoot = Path.GetPathRoot(target)!;
            current = targetRoot.Length > 0 ? targetRoot : current;
            Push(target[targetRoot.Length..]);
        }
        return current;

        void Push(string parts)
        {
            foreach (var part in Enumerable.Reverse(parts.Split(Separators, StringSplitOptions.RemoveEmptyEntries)))
            {
                if (part != ".")
                {
                    pending.Push(part);
                }
            }
        }
    }
}
