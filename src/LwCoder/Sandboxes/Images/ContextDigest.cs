using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LwCoder.Platform.Files;

namespace LwCoder.Sandboxes.Images;

/// <summary>
/// Hashes what a build context contains. Contents count, not times, so that a fresh checkout does not rebuild; but a
/// start must not read gigabytes, so contents' hashes are remembered by size and time of change, as git's index does.
/// </summary>
/// <param name="memoryFile">Where they are remembered. It is a cache: missing or damaged only costs time.</param>
internal sealed class ContextDigest(string memoryFile, TimeProvider time)
{
    /// <summary>
    /// A file that changed this shortly before its hash was remembered may have changed again within the same tick of
    /// the file system's clock (FAT: 2 s): it is not remembered.
    /// </summary>
    private static readonly TimeSpan Racy = TimeSpan.FromSeconds(3);

    /// <returns>Hexadecimal SHA-256 over paths, kinds, modes, link targets and contents.</returns>
    public async Task<string> ComputeAsync(IReadOnlyList<ContextEntry> entries, CancellationToken cancel)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var known = entries.Any(entry => entry.HasContent) ? Read() : [];
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        var horizon = time.GetUtcNow() - Racy;
        var changed = false;
        foreach (var entry in entries)
        {
            var content = entry.LinkTarget ?? "";
            if (entry.HasContent)
            {
                var state = State(entry);
                if (!known.TryGetValue(state, out content!))
                {
                    content = await HashAsync(entry.Info.FullName, cancel);
                    changed = true;
                }
                if (entry.Info.LastWriteTimeUtc < horizon)
                {
                    kept[state] = content;
                }
            }
            var kind = entry.LinkTarget is not null ? "link" : entry.IsFolder ? "folder" : "file";
            digest.AppendData(Encoding.UTF8.GetBytes(
                $"{kind}\0{entry.Path}\0{Convert.ToString((int)entry.Mode, 8)}\0{content}\0"));
        }
        if (changed)
        {
            Write(kept);
        }
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static string State(ContextEntry entry) => string.Create(
        CultureInfo.InvariantCulture, $"{((FileInfo)entry.Info).Length} {entry.Info.LastWriteTimeUtc.Ticks} {entry.Path}");

    private static async Task<string> HashAsync(string path, CancellationToken cancel)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }

    /// <summary>Lines of `hash size time path`; a path with a line end in it is hashed every time.</summary>
    private Dictionary<string, string> Read()
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        if (File.Exists(memoryFile))
        {
            foreach (var line in File.ReadLines(memoryFile))
            {
                if (line.Length > 65 && line[64] == ' ')
                {
                    known[line[65..]] = line[..64];
                }
            }
        }
        return known;
    }

    private void Write(Dictionary<string, string> hashes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(memoryFile)!);
        AtomicFile.WriteText(memoryFile, string.Concat(
            hashes.Where(pair => !pair.Key.Contains('\n')).Select(pair => $"{pair.Value} {pair.Key}\n")));
    }
}
