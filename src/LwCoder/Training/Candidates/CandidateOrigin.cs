using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.FrontMatters;
using LwCoder.Prompting.Models;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Training.Candidates;

/// <summary>
/// Where a candidate comes from, in front of its ANALYSIS.md. Whoever compares candidates holds out the samples named here.
/// </summary>
/// <param name="Model">That wrote it.</param>
/// <param name="BaseFingerprint">Of the prompts it was made from.</param>
/// <param name="Samples">Plan ids of all samples that had a part in it.</param>
/// <param name="Trimmed">How many parts of samples the model saw shortened.</param>
/// <param name="Cost">In words, such as `$0.0123 (billed)`.</param>
internal sealed record CandidateOrigin(
    DateTimeOffset CreatedAt, string Tool, string Variant, string Model, string BaseFingerprint, string Fingerprint,
    string Selection, int Seed, IReadOnlyList<string> Samples, int Trimmed, string Cost)
{
    private static readonly FileKind Kind = new("analysis", "where the candidate comes from");

    public string Format(string analysis)
    {
        var text = new StringBuilder("---\nschema_version: 1\n");
        foreach (var (key, value) in new (string, string)[]
        {
            ("created_at", CreatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
            ("tool", Tool), ("variant", Variant), ("model", Model), ("base_fingerprint", BaseFingerprint),
            ("fingerprint", Fingerprint), ("select", Selection), ("cost", Cost),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"{key}: {Quote(value)}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"seed: {Seed}\ntrimmed: {Trimmed}\n");
        text.Append(Samples.Count == 0 ? "samples: []\n" : "samples:\n");
        foreach (var planId in Samples)
        {
            text.Append("  - ").Append(Quote(planId)).Append('\n');
        }
        return text.Append("---\n\n").Append(analysis).Append('\n').ToString();
    }

    /// <returns>The origin and the analysis below it.</returns>
    /// <exception cref="UserError">The file is none that `train` wrote.</exception>
    public static (CandidateOrigin Origin, string Analysis) Parse(byte[] file, string fileName)
    {
        var front = FrontMatter.Split(file, fileName, Kind);
        var fields = FrontMatterFields.Read(front.Text, fileName);
        var origin = new CandidateOrigin(
            DateTimeOffset.TryParse(
                Text("created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : default,
            Text("tool"), Text("variant"), Text("model"), Text("base_fingerprint"), Text("fingerprint"), Text("select"),
            Number("seed"),
            [.. (fields["samples"] as YamlSequenceNode)?.OfType<YamlScalarNode>().Select(node => node.Value ?? "") ?? []],
            Number("trimmed"),
            Text("cost"));
        return (origin, Encoding.UTF8.GetString(file.AsSpan(front.BodyStart)).Trim());

        string Text(string key) => (fields[key] as YamlScalarNode)?.Value ?? "";

        int Number(string key) => int.TryParse(Text(key), CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>As in JSON, which YAML reads whatever is in it.</summary>
    private static string Quote(string value) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\"";
}
