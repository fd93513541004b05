using LwCoder.Platform.Files;

namespace LwCoder.Configuration;

/// <summary>Paths named by a repository's files must stay in the repository, whatever links lie on the way.</summary>
internal static class ContainedPath
{
    /// <summary>The real path of <paramref name="path"/>, which need not exist; null when it is outside of the root.</summary>
    public static string? Resolve(string root, string path) =>
        RealPath.TryOf(root) is { } realRoot && RealPath.TryOf(Path.Combine(root, path)) is { } real
        && Paths.IsInside(real, realRoot)
            ? real
            : null;
}
