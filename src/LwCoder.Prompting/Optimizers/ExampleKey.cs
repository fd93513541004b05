using System.Security.Cryptography;
using System.Text;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>Examples by what they say: neither their order nor their file matters.</summary>
internal static class ExampleKey
{
    public static string Of(Example example) => Digest($"{example.Id}\n{example.Inputs.ToJson()}\n{example.Outputs.ToJson()}");

    /// <summary>All examples of a split, with the part each is in.</summary>
    public static string Of(DataSplit data) =>
        Digest(string.Join('\n', new[] { data.Train, data.Dev, data.Test }.Select(part => string.Join(',', part.Select(Of)))));

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
