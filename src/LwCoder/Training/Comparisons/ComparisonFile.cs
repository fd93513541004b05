using System.Text.Json;
using System.Text.Json.Serialization;
using LwCoder.Platform.Files;

namespace LwCoder.Training.Comparisons;

/// <summary>`comparison.json`, written whole when a comparison has come to its end.</summary>
internal static class ComparisonFile
{
    public const string Name = "comparison.json";

    public static void Write(string folder, Comparison comparison) =>
        AtomicFile.WriteBytes(Path.Combine(folder, Name), Format(comparison));

    public static byte[] Format(Comparison comparison) =>
        JsonSerializer.SerializeToUtf8Bytes(comparison, ComparisonJson.Default.Comparison);

    /// <exception cref="JsonException">The text is none of this schema.</exception>
    public static Comparison Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ComparisonJson.Default.Comparison) is
            { SchemaVersion: Comparison.CurrentSchema, Id: not null, Baseline: not null } comparison
        && (comparison.Candidates ?? []).All(candidate => candidate?.Set?.Fingerprint is not null)
            ? comparison with
            {
                Candidates = comparison.Candidates ?? [], Plans = comparison.Plans ?? [], HeldOut = comparison.HeldOut ?? [],
            }
            : throw new JsonException($"it is no comparison of schema {Comparison.CurrentSchema}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Comparison))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
