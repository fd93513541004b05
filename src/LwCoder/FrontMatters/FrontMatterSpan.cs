using System.Text;

namespace LwCoder.FrontMatters;

/// <summary>Where a file's front matter lies: the lines between a first line and a later line that are `---`.</summary>
/// <param name="Start">The byte after the first fence's line.</param>
/// <param name="End">The first byte of the closing fence, or the end of the bytes if there is none.</param>
/// <param name="BodyStart">The byte after the closing fence's line.</param>
internal readonly record struct FrontMatterSpan(int Start, int End, int BodyStart, bool IsClosed)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> Fence => "---"u8;

    private static ReadOnlySpan<byte> FenceOnNewLine => "\n---"u8;

    /// <summary>
    /// Looks at line starts only, so that a body of any size costs one vectorised search. Null when the first line is
    /// no fence. A byte order mark before it and white space after a fence are tolerated.
    /// </summary>
    public static FrontMatterSpan? Find(ReadOnlySpan<byte> file)
    {
        var first = file.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        if (!file[first..].StartsWith(Fence) || !IsFence(file, first, out var start))
        {
            return null;
        }
        for (var at = start - 1; file[at..].IndexOf(FenceOnNewLine) is var offset and >= 0; at += offset + 1)
        {
            var fence = at + offset + 1;
            if (IsFence(file, fence, out var bodyStart))
            {
                return new FrontMatterSpan(start, fence, bodyStart, IsClosed: true);
            }
        }
        return new FrontMatterSpan(start, file.Length, file.Length, IsClosed: false);
    }

    /// <summary>Whether nothing but white space follows the three dashes at <paramref name="fence"/>.</summary>
    private static bool IsFence(ReadOnlySpan<byte> file, int fence, out int nextLine)
    {
        var rest = file[(fence + Fence.Length)..];
        var lineEnd = rest.IndexOf((byte)'\n');
        nextLine = lineEnd < 0 ? file.Length : fence + Fence.Length + lineEnd + 1;
        var line = lineEnd < 0 ? rest : rest[..lineEnd];
        return line[Ascii.Trim(line)].IsEmpty;
    }
}
