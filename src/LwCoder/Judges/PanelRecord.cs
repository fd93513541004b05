using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LwCoder.Evaluation;
using LwCoder.Plans;
using LwCoder.Platform.Files;

namespace LwCoder.Judges;

/// <param name="Score">0 to 1.</param>
internal sealed record JudgeScore(string Name, double Weight, double Score);

/// <summary>
/// What a whole panel came to, kept beside its findings: who evaluates the same change again with the same judges has nothing
/// to ask. Kept only of a panel in which nobody failed.
/// </summary>
/// <param name="Key">Hash of all that the scores depend on.</param>
/// <param name="Cost">US dollars.</param>
internal sealed record PanelRecord(
    string Key, double? WeightedScore, IReadOnlyList<JudgeScore> Scores, decimal Cost, string CostSource)
{
    private const string Name = "judges.json";

    /// <summary>The same for the same change, plan, judges and options.</summary>
    public static string KeyOf(PlanChange change, Plan plan, IReadOnlyList<Judge> judges, JudgingOptions options)
    {
        var text = new StringBuilder().Append(change.BaseSha).Append('\n').Append(change.Sha256).Append('\n');
        foreach (var part in (IEnumerable<string>)[.. plan.EvaluationNotes, plan.Body, options.Model ?? ""])
        {
            text.Append(part.Length).Append(':').Append(part).Append('\n');
        }
        text.Append(options.Repeat).Append(' ').Append(options.Tokens).Append('\n');
        foreach (var judge in judges)
        {
            text.Append(judge).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public static PanelRecord Of(string key, PanelResult result) => new(
        key,
        result.WeightedScore,
        [.. result.Judgements.Select(one => new JudgeScore(one.Judge.Name, one.Judge.Weight, one.Score))],
        result.Usage.Cost,
        result.Usage.CostSource.ToString().ToLowerInvariant());

    /// <returns>Null when there is none of this key whose findings are all there.</returns>
    public static PanelRecord? Read(EvaluationFolder folder, string key)
    {
        try
        {
            using var file = File.OpenRead(folder.In(Name));
            return JsonSerializer.Deserialize(file, PanelRecordJson.Default.PanelRecord) is { Scores: not null } known
                && known.Key == key
                && known.Scores.All(score => File.Exists(folder.In($"judge_{score.Name}.json")))
                ? known
                : null;
        }
        catch (Exception none) when (none is FileNotFoundException or JsonException)
        {
            // One that cannot be read is as good as none: judges can be asked again.
            return null;
        }
    }

    /// <summary>For whoever is about to replace the findings: they must not be taken for those the record speaks of.</summary>
    public static void Forget(EvaluationFolder folder) => File.Delete(folder.In(Name));

    public void Write(EvaluationFolder folder) => AtomicFile.WriteBytes(
        folder.In(Name), JsonSerializer.SerializeToUtf8Bytes(this, PanelRecordJson.Default.PanelRecord));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PanelRecord))]
internal sealed partial class PanelRecordJson : JsonSerializerContext;
