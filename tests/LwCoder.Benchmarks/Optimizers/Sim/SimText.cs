using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>Hashes as numbers: every random decision of the simulation is one of a keyed text.</summary>
internal static class SimText
{
    public static string Digest(string text) => Convert.ToHexStringLower(Hash(text));

    public static string Code(string text) => Digest(text)[..4];

    public static ulong Number(string key) => BinaryPrimitives.ReadUInt64BigEndian(Hash(key));

    /// <summary>From 0 to below 1.</summary>
    public static double Uniform(string key) => (Number(key) >> 11) * (1.0 / 9007199254740992.0);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
