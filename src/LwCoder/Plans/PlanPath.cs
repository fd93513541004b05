using LwCoder.Platform.Files;

namespace LwCoder.Plans;

/// <summary>Paths as people and as file systems see them.</summary>
internal static class PlanPath
{
    /// <summary>The relative path of a file below the working directory, else its full path.</summary>
    public static string Shown(string path, string workingDirectory)
    {
        var relative = Path.GetRelativePath(workingDirectory, path);
        return relative == ".." || relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? path
            : relative;
    }

    /// <summary>The file that a path leads to when its last part is a link, through any number of links.</summary>
    public static string FollowLinks(string path) =>
        (Path.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;

    /// <summary>Whether two paths lead to one file, through links in any part of them.</summary>
    public static bool IsSameFile(string one, string other) =>
        Paths.Same(RealPath.Of(one), RealPath.Of(other));
}
