using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Judges;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Training;

/// <param name="Run">The run whose session is learnt from.</param>
/// <param name="PatchFile">The change that was judged and tested.</param>
/// <param name="Judges">Those the change was judged by.</param>
/// <param name="Secrets">Values that must not get into what will be committed, the environment's and those in
/// copies of untracked files.</param>
internal sealed record SampleRequest(
    string PlanId, string PlanFile, RunDirectory Run, string PatchFile, EvaluationFolder Evaluation,
    IReadOnlyList<Judge> Judges, IReadOnlyList<Secret> Secrets);

/// <param name="Folder">Where the sample is, or would be.</param>
/// <param name="Missing">What keeps it from being one, by file names; empty when it was exported.</param>
/// <param name="Changed">False when the same sample was there already.</param>
internal sealed record SampleExported(string Folder, IReadOnlyList<string> Missing, bool Changed, int Redactions);

/// <summary>Makes a sample, which `train` learns from and people commit, of a plan's run and its evaluation.</summary>
/// <param name="stateFolder">The repository's `.lw_coder`.</param>
internal sealed class SampleExport(string stateFolder)
{
    private readonly SampleFolder _samples = new(Path.Combine(stateFolder, SampleFiles.Folder));

    public async Task<SampleExported> ExportAsync(SampleRequest request, CancellationToken cancel)
    {
        var content = new SampleContent(new Redactor(request.Secrets));
        content.Gather(request);
        var folder = _samples.PathOf(request.PlanId);
        if (SampleFiles.Missing([.. content.Files.Keys]) is { Count: > 0 } missing)
        {
            return new SampleExported(folder, missing, Changed: false, content.Redactions);
        }
        content.Add(SampleFiles.Metadata, MetadataOf(request, content).ToJson());
        var changed = await _samples.PutAsync(request.PlanId, content.Files, cancel);
        return new SampleExported(folder, [], changed, content.Redactions);
    }

    private static SampleMetadata MetadataOf(SampleRequest request, SampleContent content)
    {
        var run = request.Run.ReadManifest();
        var feedback = HumanFeedbackFile.Read(request.Evaluation.In(HumanFeedbackFile.Name));
        var failed = request.Judges.Select(judge => judge.Name)
            .Where(name => !content.Files.ContainsKey(SampleFiles.JudgementOf(name)));
        return new SampleMetadata(
            request.PlanId, run.RunId, run.Tool, run.Model ?? run.Reported?.Model, run.FinishedAt ?? run.CreatedAt,
            run.PromptFingerprint, run.ActivePromptFolder, run.ActivePromptFingerprint,
            EvaluationFingerprint.Of(request.Judges), run.BaseSha, feedback?.Verdict, feedback?.Score,
            run.Cost, run.CostSource, [.. failed], content.Redactions, content.Shortened);
    }
}
