using System.Text.Json;

namespace LwCoder.Agents.Transcripts;

/// <summary>
/// The objects in a file of JSON lines, one at a time. A line that is cut, too long or no JSON object is passed over, and told
/// at the end.
/// </summary>
internal sealed class JsonLines(string path, int longest = JsonLines.LongestLine)
{
    /// <summary>A picture in a message makes the longest lines there are; its text form has a few million bytes.</summary>
    private const int LongestLine = 32 * 1024 * 1024;

    /// <summary>A bare null would become an empty line.</summary>
    private static ReadOnlyMemory<byte>? TooLong => null;

    private int _lines;
    private int _broken;
    private int _firstBroken;

    /// <summary>What could not be read, known at the end; null when all could.</summary>
    public string? Damage => _broken switch
    {
        0 => _lines == 0 ? "it is empty" : null,
        var all when all == _lines => "there is no JSON in it",
        1 => $"line {_firstBroken} cannot be read",
        _ => $"{_broken} lines cannot be read, the first of them is line {_firstBroken}",
    };

    /// <returns>Each object is valid until the next one is asked for.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public IEnumerable<JsonElement> Read()
    {
        // A pipe has no length either, and opening one could block us.
        if (new FileInfo(path).Length == 0)
        {
            yield break;
        }
        using var file = new FileStream(path, new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan,
        });
        var number = 0;
        foreach (var line in Lines(file, longest))
        {
            number++;
            if (line is { } known && known.Span.IndexOfAnyExcept(" \t\r"u8) < 0)
            {
                continue;
            }
            _lines++;
            using var document = line is { } text ? LenientJson.Parse(text) : null;
            if (document?.RootElement.ValueKind == JsonValueKind.Object)
            {
                yield return document.RootElement;
            }
            else
            {
                _firstBroken = _broken++ == 0 ? number : _firstBroken;
            }
        }
    }

    /// <summary>
    /// The lines without their ends, each valid until the next one is asked for; null for one that is too long.
    /// </summary>
    internal static IEnumerable<ReadOnlyMemory<byte>?> Lines(Stream stream, int longest = LongestLine)
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
                yield return skipping ? TooLong : buffer.AsMemory(start, end - start);
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
        if (skipping || filled > 0)
        {
            yield return skipping ? TooLong : buffer.AsMemory(0, filled);
        }
    }
}
