using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Evaluation.Feedback;
using LwCoder.Platform;

namespace LwCoder.Training;

/// <summary>`metadata.json` of a sample.</summary>
/// <param name="RecordedAt">When the run ended, so that exporting it again changes nothing.</param>
/// <param name="ActivePrompts">The folder under `.lw_coder` that the run's prompts are from, or were generated from.</param>
/// <param name="HumanScore">1 for an accepted change, 0 for a rejected one; null without a verdict.</param>
/// <param name="FailedJudges">Those that <see cref="EvaluationFingerprint"/> covers and that came to no finding.</param>
/// <param name="Redactions">Secrets that were taken out of the files.</param>
/// <param name="Shortened">Files that were too long to keep whole.</param>
internal sealed record SampleMetadata(
    string PlanId, string RunId, string Tool, string? Model, DateTimeOffset RecordedAt, string? PromptFingerprint,
    string? ActivePrompts, string? ActivePromptFingerprint, string EvaluationFingerprint, string BaseSha, HumanVerdict? Verdict,
    double? HumanScore, decimal? Cost, string CostSource, IReadOnlyList<string> FailedJudges, int Redactions,
    IReadOnlyList<string> Shortened)
{
    private const int Schema = 1;

    private static readonly JsonWriterOptions Readable =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("schema_version", Schema);
            json.WriteString("plan_id", PlanId);
            json.WriteString("run_id", RunId);
            json.WriteString("tool", Tool);
            json.WriteString("model", Model);
            json.WriteString("recorded_at", RecordedAt.UtcDateTime);
            json.WriteString("prompt_fingerprint", PromptFingerprint);
            json.WriteString("active_prompts", ActivePrompts);
            json.WriteString("active_prompt_fingerprint", ActivePromptFingerprint);
            json.WriteString("eval_fingerprint", EvaluationFingerprint);
            json.WriteString("base_sha", BaseSha);
            json.WriteString("human_verdict", Verdict is { } verdict ? HumanFeedbackFile.NameOf(verdict) : null);
            json.WriteNumberOrNull("human_score", HumanScore);
            json.WriteNumberOrNull("cost", Cost);
            json.WriteString("cost_source", CostSource);
            json.WriteNumber("redactions", Redactions);
            json.WriteTexts("failed_judges", FailedJudges);
            json.WriteTexts("shortened", Shortened);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
