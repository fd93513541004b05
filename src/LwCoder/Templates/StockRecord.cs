using System.Security.Cryptography;
using System.Text.Json;

namespace LwCoder.Templates;

/// <summary>
/// `.lw_coder/VERSION`: the hash each stock file had when it was installed. It is committed, so that years and lw_coder
/// versions later a file somebody changed can be told from one that is merely old.
/// </summary>
/// <param name="Hashes">By path below `.lw_coder`.</param>
internal sealed record StockRecord(IReadOnlyDictionary<string, string> Hashes)
{
    public const string FileName = "VERSION";

    private const int SchemaVersion = 1;

    public static StockRecord Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>`sha256:` and hex digits, of the content with `\n` line ends: git may have written it out with others.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(WithoutCarriageReturns(content)))}";

    /// <returns>Null for what is no such record; what is unknown in one is passed over.</returns>
    public static StockRecord? TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var file in document.RootElement.GetProperty("files").EnumerateObject())
            {
                if (file.Value.GetProperty("hash").GetString() is { } hash)
                {
                    hashes[file.Name] = hash;
                }
            }
            return new StockRecord(hashes);
        }
        catch (Exception malformed) when (
            malformed is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A merge conflict, for example. Without it nothing is lost but the difference between old and changed.
            return null;
        }
    }

    public byte[] ToJson(string version)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", SchemaVersion);
            writer.WriteString("lw_coder_version", version);
            writer.WriteStartObject("files");
            foreach (var path in Hashes.Keys.Order(StringComparer.Ordinal))
            {
                writer.WriteStartObject(path);
                writer.WriteString("hash", Hashes[path]);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    public bool HasSameHashes(StockRecord other) =>
        Hashes.Count == other.Hashes.Count
        && Hashes.All(pair => other.Hashes.TryGetValue(pair.Key, out var hash) && hash == pair.Value);

    private static byte[] WithoutCarriageReturns(ReadOnlySpan<byte> content)
    {
        var normal = new byte[content.Length];
        var length = 0;
        for (var index = 0; index < content.Length; index++)
        {
            if (content[index] != '\r' || index + 1 == content.Length || content[index + 1] != '\n')
            {
                normal[length++] = content[index];
            }
        }
        return normal[..length];
    }
}
