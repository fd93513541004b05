using System.Text;

namespace LwCoder.Configuration.Toml;

/// <summary>
/// Reads TOML 1.0.0 (https://toml.io/en/v1.0.0), all of it and nothing more. See docs/adr/0003-own-toml-reader.md.
/// </summary>
internal static class TomlReader
{
    /// <summary>Keeps hostile input from exhausting the stack, here and in whoever walks the result.</summary>
    public const int MaximumDepth = 100;

    private const char ByteOrderMark = '\uFEFF';
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="TomlException">It is no TOML, which includes bytes that are no UTF-8.</exception>
    public static TomlTable Read(ReadOnlySpan<byte> utf8)
    {
        var cursor = new TomlCursor(Decode(utf8));
        if (cursor.Current == ByteOrderMark)
        {
            cursor.Advance();
        }
        var builder = new TomlTableBuilder();
        cursor.SkipBlankLines();
        while (!cursor.AtEnd)
        {
            ReadStatement(cursor, builder);
            cursor.SkipBlankLines();
        }
        return builder.Root;
    }

    private static void ReadStatement(TomlCursor cursor, TomlTableBuilder builder)
    {
        if (!cursor.TryTake('['))
        {
            builder.Assign(TomlKeyReader.ReadPath(cursor), TomlValueReader.ReadAssigned(cursor));
            cursor.FinishLine("a value");
            return;
        }
        var isElement = cursor.TryTake('[');
        var path = TomlKeyReader.ReadPath(cursor);
        cursor.Take(']', "after a table's name");
        if (isElement)
        {
            cursor.Take(']', "to close [[");
            builder.OpenElement(path);
        }
        else
        {
            builder.OpenTable(path);
        }
        cursor.FinishLine("a table's name");
    }

    private static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException error)
        {
            var before = utf8[..Math.Max(error.Index, 0)];
            var line = Encoding.UTF8.GetString(before[(before.LastIndexOf((byte)'\n') + 1)..]);
            throw new TomlException(
                $"the byte 0x{error.BytesUnknown?[0] ?? 0:X2} is no UTF-8", new(before.Count((byte)'\n') + 1, line.Length + 1));
        }
    }
}
