using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LwCoder.Agents.Kilo;

/// <param name="Start">Where its element begins in the text.</param>
/// <param name="End">Where the text goes on behind it.</param>
/// <param name="Arguments">A JSON object of its inner elements.</param>
internal sealed record KiloXmlCall(string Tool, int Start, int End, string Arguments);

/// <summary>
/// The calls of tools that an assistant of the XML protocol has written into its text. It is no real XML: values are taken as
/// they
/// stand, up to the last closing tag of their name that belongs to the call.
/// </summary>
internal static class KiloXml
{
    /// <summary>Of one argument.</summary>
    private const int LongestValue = 16 * 1024;

    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly SearchValues<string> Openings =
        SearchValues.Create([.. KiloNames.InXml.Select(name => $"<{name}>")], StringComparison.Ordinal);

    private static readonly SearchValues<char> NotInName = SearchValues.Create("</ \n\r\t\"");

    public static IEnumerable<KiloXmlCall> CallsIn(string text)
    {
        var at = 0;
        while (at < text.Length && text.AsSpan(at).IndexOfAny(Openings) is >= 0 and var found)
        {
            var start = at + found;
            var nameEnd = text.IndexOf('>', start);
            var tool = text[(start + 1)..nameEnd];
            var close = text.IndexOf($"</{tool}>", nameEnd, StringComparison.Ordinal);
            // One that was cut by the end of an answer is a call that was never made.
            if (close < 0)
            {
                yield break;
            }
            at = close + tool.Length + "</>".Length;
            yield return new KiloXmlCall(tool, start, at, ArgumentsOf(text.AsSpan(nameEnd + 1, close - nameEnd - 1)));
        }
    }

    private static string ArgumentsOf(ReadOnlySpan<char> inner)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            while (NextElement(ref inner, out var name, out var value))
            {
                json.WriteString(name, Replaceable(value.Length > LongestValue ? value[..LongestValue] : value));
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Line ends around a value belong to the writing; half of a character at a cut is dropped.</summary>
    private static ReadOnlySpan<char> Replaceable(ReadOnlySpan<char> value)
    {
        value = value.Trim("\r\n");
        return value.Length > 0 && char.IsHighSurrogate(value[^1]) ? value[..^1] : value;
    }

    private static bool NextElement(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = default;
        while (text.IndexOf('<') is >= 0 and var open)
        {
            text = text[(open + 1)..];
            var end = text.IndexOf('>');
            if (end <= 0 || text[..end].ContainsAny(NotInName))
            {
                continue;
            }
            name = text[..end];
            var close = text[end..].IndexOf($"</{name}>");
            if (close < 0)
            {
                continue;
            }
            value = text[(end + 1)..(end + close)];
            text = text[(end + close + name.Length + "</>".Length)..];
            return true;
        }
        return false;
    }
}
