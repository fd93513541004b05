using System.Text.Json;

namespace LwCoder.Agents.Transcripts;

/// <summary>
/// The objects in a file of JSON lines, one at a time. A line that is cut, longer than <see cref="LongestLine"/> or no JSON
/// object is passed over.
/// </summary>
internal static class JsonLines
{
    /// <summary>A picture in a message makes the longest lines there are; its text form has a few million bytes.</summary>
    private const int LongestLine = 32 * 1024 * 1024;

    /// <returns>Each object is valid until the next one is asked for.</returns>
    public static IEnumerable<JsonElement> Read(string path)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan,
        });
        foreach (var line in Lines(file))
        {
            using var document = LenientJson.Parse(line);
            if (document?.RootElement.ValueKind == JsonValueKind.Object)
            {
                yield return document.RootElement;
            }
        }
    }

    /// <summary>The lines without their ends, each valid until the next one is asked for.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream stream, int longest = LongestLine)
    {
        var buffer = new byte[Math.Min(longest, 64 * 1024)];
        var (filled, searched, skipping) = (0, 0, false);
        int read;
        while ((read = stream.Read(buffer, filled, buffer.Length - filled)) > 0)
        {
            filled += read;
            var start = 0;
            int length;
            while ((length = buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n')) >= 0)
            {
                var end = searched + length;
                if (!skipping)
                {
                    yield return buffer.AsMemory(start, end - start);
                }
                skipping = false;
                start = searched = end + 1;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length && filled >= longest)
            {
                (filled, skipping) = (0, true);
            }
            else if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(longest, 2L * buffer.Length));
            }
            searched = filled;
        }
        if (filled > 0 && !skipping)
        {
            yield return buffer.AsMemory(0, filled);
        }
    }
}
