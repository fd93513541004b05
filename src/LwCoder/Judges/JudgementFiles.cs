using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Evaluation;
using LwCoder.Platform;
using LwCoder.Platform.Files;

namespace LwCoder.Judges;

/// <summary>`judge_&lt;name&gt;.json` and `.md` of the last evaluation of a plan.</summary>
internal sealed class JudgementFiles(EvaluationFolder folder, PlanChange change, TimeProvider time)
{
    private const string Prefix = "judge_";

    private static readonly JsonWriterOptions Readable =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="leftOut">What the judge was not shown.</param>
    public void Write(Judgement judgement, IReadOnlyList<string> leftOut)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            JudgementJson.Write(json, judgement);
            json.WriteString("base_sha", change.BaseSha);
            json.WriteString("change_source", change.Source);
            json.WriteString("change_sha256", change.Sha256);
            json.WriteTexts("left_out", leftOut);
            json.WriteString("judged_at", time.GetUtcNow().UtcDateTime);
            json.WriteEndObject();
        }
        AtomicFile.WriteBytes(folder.In($"{Prefix}{judgement.Judge.Name}.json"), buffer.WrittenSpan);
        AtomicFile.WriteText(folder.In($"{Prefix}{judgement.Judge.Name}.md"), JudgementMarkdown.Of(judgement));
    }

    /// <summary>Removes findings of judges that are gone or failed: they are no findings of now.</summary>
    public void RemoveOthers(IEnumerable<Judgement> judgements)
    {
        var names = judgements.Select(judgement => Prefix + judgement.Judge.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Directory.EnumerateFiles(folder.Path, $"{Prefix}*"))
        {
            if (Path.GetExtension(file) is ".json" or ".md" && !names.Contains(Path.GetFileNameWithoutExtension(file)))
            {
                File.Delete(file);
            }
        }
    }
}
