using System.Security.Cryptography;

namespace LwCoder.Prompting.Caching;

/// <summary>The identity of one answer: the SHA-256 of everything that decides it. 64 lower-case hex digits.</summary>
public readonly record struct CacheKey
{
    private CacheKey(string hex) => Hex = hex;

    /// <summary>64 lower-case hex digits; the first two name the shard.</summary>
    public string Hex { get; }

    /// <summary>The key of some bytes.</summary>
    public static CacheKey Of(ReadOnlySpan<byte> identity) => new(Convert.ToHexStringLower(SHA256.HashData(identity)));

    /// <summary>Reads a key from a file name without its extension; false for anything else.</summary>
    public static bool TryParse(string text, out CacheKey key)
    {
        var isKey = text is { Length: 64 } && text.All(digit => char.IsAsciiHexDigitLower(digit));
        key = isKey ? new CacheKey(text) : default;
        return isKey;
    }

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
