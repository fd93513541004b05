using System.Formats.Tar;

namespace LwCoder.Sandboxes.Images;

/// <summary>
/// Streams a build context as the tar that `docker build … -` reads. Classic builder, BuildKit and podman take it
/// alike, while only BuildKit knows a Dockerfile's own ignore file.
/// </summary>
internal static class ContextTar
{
    /// <param name="dockerfile">Path and text of the Dockerfile, which is sent even if the ignore file excludes it.</param>
    public static async Task WriteAsync(
        Stream into, IEnumerable<ContextEntry> entries, (string Path, string Text) dockerfile, CancellationToken cancel)
    {
        await using var tar = new TarWriter(into, TarEntryFormat.Pax, leaveOpen: true);
        await using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(dockerfile.Text));
        // The docker CLI looks at the first 512 bytes to tell a tar from a Dockerfile; PAX would begin with a header of its own.
        await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, dockerfile.Path) { DataStream = text }, cancel);
        foreach (var entry in entries.Where(entry => entry.Path != dockerfile.Path))
        {
            await WriteAsync(tar, entry, cancel);
        }
    }

    private static async Task WriteAsync(TarWriter tar, ContextEntry entry, CancellationToken cancel)
    {
        var type = entry.LinkTarget is not null ? TarEntryType.SymbolicLink
            : entry.IsFolder ? TarEntryType.Directory
            : TarEntryType.RegularFile;
        var written = new PaxTarEntry(type, entry.IsFolder ? entry.Path + "/" : entry.Path)
        {
            Mode = entry.Mode,
            ModificationTime = entry.Info.LastWriteTimeUtc,
        };
        if (entry.LinkTarget is { } target)
        {
            written.LinkName = target;
        }
        await using var content = entry.HasContent ? File.OpenRead(entry.Info.FullName) : null;
        if (content is not null)
        {
            written.DataStream = content;
        }
        await tar.WriteEntryAsync(written, cancel);
    }
}
