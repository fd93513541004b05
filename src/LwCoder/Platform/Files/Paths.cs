namespace LwCoder.Platform.Files;

/// <summary>Paths as text. Absolute, normalised ones are compared by the rule of this system's usual file systems.</summary>
internal static class Paths
{
    private static readonly StringComparison Comparison =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    public static bool Same(string a, string b) =>
        string.Equals(Path.TrimEndingDirectorySeparator(a), Path.TrimEndingDirectorySeparator(b), Comparison);

    /// <summary>False for the folder itself.</summary>
    public static bool IsInside(string path, string folder) => path.StartsWith(
        Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, Comparison);

    /// <summary>As git writes paths. Only where a backslash separates: on other systems it is a letter of a name.</summary>
    public static string WithSlashes(string path) => OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;

    /// <summary>True for a link of any kind, wherever it leads; false where there is nothing.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
