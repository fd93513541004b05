using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace LwCoder.Agents.Kilo;

/// <summary>
/// What a request of Kilo Code used: numbers behind the whole text that was sent, in a JSON text within JSON. That text is most of
/// what a store holds, so it is passed over as bytes.
/// </summary>
internal sealed record KiloRequest
{
    public string? Protocol { get; private init; }

    public string? CancelReason { get; private init; }

    public string? Failure { get; private init; }

    /// <summary>Null as long as the request was not answered.</summary>
    public long? TokensIn { get; private init; }

    public long TokensOut { get; private init; }

    public long CacheWrites { get; private init; }

    public long CacheReads { get; private init; }

    public decimal? Cost { get; private init; }

    /// <param name="text">The JSON string that holds it.</param>
    /// <returns>Null for what is no JSON object.</returns>
    public static KiloRequest? Read(JsonElement text)
    {
        if (text.ValueKind != JsonValueKind.String)
        {
            return null;
        }
        var raw = JsonMarshal.GetRawUtf8Value(text);
        var unescaped = ArrayPool<byte>.Shared.Rent(raw.Length);
        try
        {
            var outer = new Utf8JsonReader(raw);
            outer.Read();
            return Read(new Utf8JsonReader(unescaped.AsSpan(0, outer.CopyString(unescaped))));
        }
        catch (JsonException)
        {
            // Written by a version that keeps something else there, or cut.
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unescaped);
        }
    }

    private static KiloRequest? Read(Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }
        var request = new KiloRequest();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            request = ReadField(request, ref json);
        }
        return request;
    }

    private static KiloRequest ReadField(KiloRequest request, ref Utf8JsonReader json)
    {
        var name = json.ValueSpan.Length <= 32 ? json.GetString() : null;
        json.Read();
        switch (name)
        {
            case "apiProtocol" when json.TokenType == JsonTokenType.String:
                return request with { Protocol = json.GetString() };
            case "cancelReason" when json.TokenType == JsonTokenType.String:
                return request with { CancelReason = json.GetString() };
            case "streamingFailedMessage" when json.TokenType == JsonTokenType.String:
                return request with { Failure = json.GetString() };
            case "cost" when json.TokenType == JsonTokenType.Number && json.TryGetDecimal(out var cost):
                return request with { Cost = Math.Max(0, cost) };
            case "tokensIn" when json.TokenType == JsonTokenType.Number:
                return request with { TokensIn = Count(ref json) };
            case "tokensOut" when json.TokenType == JsonTokenType.Number:
                return request with { TokensOut = Count(ref json) };
            case "cacheWrites" when json.TokenType == JsonTokenType.Number:
                return request with { CacheWrites = Count(ref json) };
            case "cacheReads" when json.TokenType == JsonTokenType.Number:
                return request with { CacheReads = Count(ref json) };
            default:
                json.Skip();
                return request;
        }
    }

    /// <summary>Counts out of range are worth nothing and are cut.</summary>
    private static long Count(ref Utf8JsonReader json) =>
        json.TryGetDouble(out var number) && double.IsFinite(number) ? (long)Math.Clamp(number, 0, int.MaxValue) : 0;
}
