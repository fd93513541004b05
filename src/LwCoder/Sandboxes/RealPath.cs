namespace LwCoder.Sandboxes;

/// <summary>Paths without symbolic links: a mount on a link would land somewhere else, or nowhere.</summary>
internal static class RealPath
{
    /// <summary>As many links are followed before it must be a circle; Linux gives up at 40 as well.</summary>
    private const int MostLinks = 40;

    /// <summary>Resolves every link on the way. Parts that do not exist stay as they are.</summary>
    public static string Of(string path)
    {
        var links = 0;
        return Of(Path.GetFullPath(path), ref links);
    }

    private static string Of(string path, ref int links)
    {
        var folder = Path.GetDirectoryName(path);
        if (folder is null)
        {
            return path;
        }
        var real = Path.Combine(Of(folder, ref links), Path.GetFileName(path));
        return new FileInfo(real).LinkTarget is { } target && ++links <= MostLinks
            ? Of(Path.GetFullPath(target, Path.GetDirectoryName(real)!), ref links)
            : real;
    }
}
