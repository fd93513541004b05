namespace LwCoder.Optimization.Decomposition;

/// <summary>Paths of a repository as scopes name them: with `/`, without a way out of it.</summary>
internal static class ScopePath
{
    /// <returns>Null for what is no path inside the repository. A pattern is none: what it covers nobody could check.</returns>
    public static string? Normalise(string path)
    {
        var parts = path.Trim().Replace('\\', '/').Split('/').Where(part => part is not ("" or ".")).ToList();
        // `src/**` is what people write for all of src.
        while (parts.Count > 0 && parts[^1] is "*" or "**")
        {
            parts.RemoveAt(parts.Count - 1);
        }
        var isInside = !path.TrimStart().StartsWith('/') && !path.Contains(':') && !path.Contains('\n') && !parts.Contains("..")
            && !parts.Exists(part => part.Contains('*') || part.Contains('?'));
        return isInside && parts.Count > 0 ? string.Join('/', parts) : null;
    }

    /// <summary>Whether a path is another one or inside it.</summary>
    public static bool IsIn(string path, string folder, StringComparison comparison = StringComparison.Ordinal) =>
        path.Equals(folder, comparison) || path.StartsWith(folder + "/", comparison);
}
