using System.Text.Json;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.OpenCode;

/// <summary>The beginning of a file that may be an export: the session's own fields come first and are small.</summary>
internal sealed class OpenCodeHead : IDisposable
{
    private const int Length = 256 * 1024;

    private readonly JsonDocument? _info;

    private OpenCodeHead(JsonDocument? info, bool isForeign) => (_info, IsForeign) = (info, isForeign);

    /// <summary>The session's own fields; undefined where the file is cut within them or has none.</summary>
    public JsonElement Info => _info?.RootElement ?? default;

    /// <summary>It is a JSON object of another kind, and no export that was damaged.</summary>
    public bool IsForeign { get; }

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OpenCodeHead Of(string path)
    {
        // A pipe has no length either, and opening one could block us.
        if (new FileInfo(path).Length == 0)
        {
            return new OpenCodeHead(null, isForeign: false);
        }
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[Math.Min(Length, file.Length)];
        file.ReadExactly(bytes);
        var json = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
        try
        {
            return In(json, isWhole: bytes.Length == file.Length);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // No JSON, cut within the first fields, or with half a character in a name.
            return new OpenCodeHead(null, isForeign: false);
        }
    }

    public void Dispose() => _info?.Dispose();

    private static OpenCodeHead In(ReadOnlyMemory<byte> json, bool isWhole)
    {
        var reader = new Utf8JsonReader(json.Span, isWhole, default);
        var hasFields = false;
        while (reader.Read())
        {
            if (reader is not { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName })
            {
                continue;
            }
            hasFields = true;
            if (reader.ValueTextEquals("messages"u8))
            {
                return new OpenCodeHead(null, isForeign: false);
            }
            if (reader.ValueTextEquals("info"u8) && reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                var info = reader.TrySkip() ? LenientJson.Parse(json[start..(int)reader.BytesConsumed]) : null;
                return new OpenCodeHead(info, isForeign: false);
            }
        }
        return new OpenCodeHead(null, hasFields);
    }
}
