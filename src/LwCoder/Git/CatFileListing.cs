using System.Globalization;
using System.Text;

namespace LwCoder.Git;

/// <summary>One answer of `git cat-file --batch`.</summary>
/// <param name="Kind">blob, tree, commit or tag; null when there is no such object.</param>
internal sealed record CatFileEntry(string Id, string? Kind, byte[] Content);

internal static class CatFileListing
{
    /// <summary>Reads `id type size LF content LF` for each object that was asked for, and `name missing LF`.</summary>
    public static IReadOnlyList<CatFileEntry> Parse(ReadOnlySpan<byte> output)
    {
        var entries = new List<CatFileEntry>();
        while (output.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var words = Encoding.UTF8.GetString(output[..end]).Split(' ');
            output = output[(end + 1)..];
            if (words is [var id, var kind, var size]
                && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                && length < output.Length)
            {
                entries.Add(new CatFileEntry(id, kind, output[..length].ToArray()));
                output = output[(length + 1)..];
            }
            else
            {
                entries.Add(new CatFileEntry(words[0], null, []));
            }
        }
        return entries;
    }
}
