using System.Formats.Tar;
using LwCoder.Platform.Files;

namespace LwCoder.Sandboxes.Images;

/// <summary>
/// Unpacks the home of an image into the home of a run. The tar comes out of an image that a repository's Dockerfile
/// made, so it is not trusted: nothing is written outside the folder, and symbolic links are made last, when nobody on
/// the host will write through them any more.
/// </summary>
internal static class HomeArchive
{
    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;

    /// <summary>Unpacks folders and files, owned by us, ours to change.</summary>
    /// <returns>The symbolic links, for <see cref="MakeLinks"/>.</returns>
    public static IReadOnlyList<HomeLink> Unpack(Stream archive, string folder)
    {
        var links = new List<HomeLink>();
        using var tar = new TarReader(archive);
        while (tar.GetNextEntry() is { } entry)
        {
            if (Inside(folder, entry.Name) is not { } path)
            {
                continue;
            }
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    MakeFolder(path, entry.Mode);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                    MakeFolder(Path.GetDirectoryName(path)!, mode: null);
                    WriteFile(path, entry.DataStream, entry.Mode);
                    break;
                case TarEntryType.HardLink when Inside(folder, entry.LinkName) is { } other && File.Exists(other):
                    MakeFolder(Path.GetDirectoryName(path)!, mode: null);
                    File.Copy(other, path, overwrite: true);
                    break;
                case TarEntryType.SymbolicLink:
                    links.Add(new(path, entry.LinkName));
                    break;
                default:
                    // Devices, pipes and sockets have no use in a home.
                    break;
            }
        }
        return links;
    }

    /// <summary>Makes the links whose places are still free. They mean something in the container, not here.</summary>
    public static void MakeLinks(IEnumerable<HomeLink> links)
    {
        foreach (var link in links)
        {
            var folder = new DirectoryInfo(Path.GetDirectoryName(link.Path)!);
            var isFree = !Path.Exists(link.Path) && !Paths.IsLink(link.Path);
            if (isFree && folder is { Exists: true, LinkTarget: null })
            {
                File.CreateSymbolicLink(link.Path, link.Target);
            }
        }
    }

    /// <summary>No link exists while we unpack, so a path without `..` cannot leave the folder.</summary>
    private static string? Inside(string folder, string name)
    {
        var segments = name.Split('/').Where(segment => segment is not ("" or ".")).ToArray();
        return name.StartsWith('/') || segments.Contains("..") || segments.Any(segment => segment.Contains('\0'))
            ? null
            : Path.Combine([folder, .. segments]);
    }

    private static void MakeFolder(string path, UnixFileMode? mode)
    {
        Directory.CreateDirectory(path);
        if (mode is { } given && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (given & Permissions) | OwnerOnly.Folder);
        }
    }

    private static void WriteFile(string path, Stream? content, UnixFileMode mode)
    {
        using (var file = File.Create(path))
        {
            content?.CopyTo(file);
        }
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (mode & Permissions) | OwnerOnly.File);
        }
    }
}

/// <param name="Path">On the host, in the run's home.</param>
internal sealed record HomeLink(string Path, string Target);
