namespace LwCoder.Worktrees;

/// <summary>Comparison of paths that git printed with paths that we composed.</summary>
internal static class Paths
{
    private static readonly StringComparison Comparison =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    public static bool Same(string a, string b) =>
        string.Equals(Path.TrimEndingDirectorySeparator(a), Path.TrimEndingDirectorySeparator(b), Comparison);

    /// <summary>Both absolute and normalised.</summary>
    public static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, Comparison);

    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
