using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace LwCoder.Prompting.Caching;

/// <summary>
/// An entry's bytes: one line of text, then brotli. By hand: <c>tail -n +2 FILE | brotli -d</c>. The line is
/// <c>lw-cache 1 own|foreign LENGTH SHA256</c>, the length of the payload and the hash of the compressed bytes, so that
/// a cut or altered entry is noticed before it is decompressed, and no header can ask for more memory than the limit.
/// </summary>
internal static class CacheEntryFormat
{
    /// <summary>No answer comes near; a header that claims more is damage or an attack.</summary>
    public const int MaxPayload = 64 * 1024 * 1024;

    private const string Magic = "lw-cache 1 ";
    private const int BrotliQuality = 4;
    private const int BrotliWindow = 22;
    private const int HashLength = 64;
    private const int MaxHeader = 128;

    public static byte[] Write(ReadOnlySpan<byte> payload, CacheOrigin origin)
    {
        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(payload.Length) + MaxHeader];
        if (!BrotliEncoder.TryCompress(payload, compressed.AsSpan(MaxHeader), out var length, BrotliQuality, BrotliWindow))
        {
            throw new InvalidOperationException("Brotli refused a buffer of its own maximum size.");
        }
        return Assemble(compressed.AsSpan(MaxHeader, length), payload.Length, origin);
    }

    /// <summary>The payload, or null if the entry is damaged or of another version.</summary>
    public static byte[]? Read(ReadOnlySpan<byte> file, out CacheOrigin origin)
    {
        if (!TryReadHeader(file, out origin, out var length, out var body) || !IsIntact(file, body))
        {
            return null;
        }
        var payload = new byte[length];
        return BrotliDecoder.TryDecompress(file[body..], payload, out var written) && written == length ? payload : null;
    }

    /// <summary>The same entry under another origin, or null if it is damaged.</summary>
    public static byte[]? WithOrigin(ReadOnlySpan<byte> file, CacheOrigin? origin) =>
        TryReadHeader(file, out var written, out var length, out var body) && IsIntact(file, body)
            ? Assemble(file[body..], length, origin ?? written)
            : null;

    /// <summary>The origin a file's first bytes claim, or null if they are no header.</summary>
    public static CacheOrigin? ReadOrigin(ReadOnlySpan<byte> start) =>
        TryReadHeader(start, out var origin, out _, out _) ? origin : null;

    private static byte[] Assemble(ReadOnlySpan<byte> compressed, int length, CacheOrigin origin)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(compressed));
        var header = Encoding.ASCII.GetBytes($"{Magic}{(origin == CacheOrigin.Own ? "own" : "foreign")} {length} {hash}\n");
        var file = new byte[header.Length + compressed.Length];
        header.CopyTo(file, 0);
        compressed.CopyTo(file.AsSpan(header.Length));
        return file;
    }

    private static bool IsIntact(ReadOnlySpan<byte> file, int body)
    {
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(file[body..], actual);
        Span<char> expected = stackalloc char[HashLength];
        Convert.TryToHexStringLower(actual, expected, out _);
        return Ascii.Equals(file.Slice(body - 1 - HashLength, HashLength), expected);
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> file, out CacheOrigin origin, out int length, out int body)
    {
        (origin, length) = (CacheOrigin.Foreign, 0);
        body = file[..Math.Min(file.Length, MaxHeader)].IndexOf((byte)'\n') + 1;
        var header = file[..Math.Max(0, body - 1)];
        if (!header.StartsWith("lw-cache 1 "u8))
        {
            return false;
        }
        header = header[Magic.Length..];
        var isOwn = header.StartsWith("own "u8);
        if (!isOwn && !header.StartsWith("foreign "u8))
        {
            return false;
        }
        origin = isOwn ? CacheOrigin.Own : CacheOrigin.Foreign;
        header = header[(header.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(header, out length, out var digits) && length is >= 0 and <= MaxPayload
            && header.Length == digits + 1 + HashLength && header[digits] == ' ';
    }
}
