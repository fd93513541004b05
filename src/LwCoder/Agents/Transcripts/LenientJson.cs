using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.Transcripts;

/// <summary>JSON that a program may have cut while it wrote, or filled with half characters.</summary>
internal static class LenientJson
{
    /// <returns>Null for what is no JSON; otherwise a document that lives as long as <paramref name="json"/> does.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(IsClean(json.Span) ? json : Repair(json.Span));
        }
        catch (JsonException)
        {
            // Cut by a kill, or in the middle of being written.
            return null;
        }
    }

    /// <summary>Half characters, as bytes or as escapes, pass the parser and throw once their text is asked for.</summary>
    private static bool IsClean(ReadOnlySpan<byte> json) =>
        Utf8.IsValid(json) && json.IndexOf(@"\ud"u8) < 0 && json.IndexOf(@"\uD"u8) < 0 && !json.StartsWith("\uFEFF"u8);

    private static byte[] Repair(ReadOnlySpan<byte> json) =>
        Encoding.UTF8.GetBytes(SurrogateEscapes.Repair(Encoding.UTF8.GetString(json).TrimStart('\uFEFF')));
}
