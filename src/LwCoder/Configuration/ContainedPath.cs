namespace LwCoder.Configuration;

/// <summary>Paths named by a repository's files must stay in the repository, whatever links lie on the way.</summary>
internal static class ContainedPath
{
    private const int MostLinks = 40;
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>The real path of <paramref name="path"/>, which need not exist; null when it is outside of the root.</summary>
    public static string? Resolve(string root, string path)
    {
        if (RealPath(root) is not { } realRoot || RealPath(Path.Combine(root, path)) is not { } real)
        {
            return null;
        }
        var prefix = Path.EndsInDirectorySeparator(realRoot) ? realRoot : realRoot + Path.DirectorySeparatorChar;
        return real.StartsWith(prefix, StringComparison.Ordinal) ? real : null;
    }

    /// <summary>Every link followed before a `..` behind it counts, as the system does. Null for links in circles.</summary>
    private static string? RealPath(string path)
    {
        var current = Path.GetPathRoot(path)!;
        var pending = new Stack<string>();
        Push(path[current.Length..]);
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
            foreach (var part in parts.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                if (part != ".")
                {
                    pending.Push(part);
                }
            }
        }
    }
}
