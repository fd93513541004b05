using LwCoder.Configuration;
using LwCoder.Models;
using LwCoder.Platform.Files;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Sessions.Live;

namespace LwCoder.Diagnosis;

/// <summary>
/// Diagnoses runs and keeps what was found with them: `diagnosis.json`, the gist in `run.json`, and a row in the store.
/// </summary>
/// <param name="classifier">The compiled one, where models can be asked.</param>
internal sealed class RunDiagnosis(
    Func<ILanguageModels, IFailureClassifier> classifier, SessionChronicle chronicle, TimeProvider time)
{
    /// <param name="root">The main worktree of the repository.</param>
    /// <exception cref="UserError">The run goes on, or its files cannot be read.</exception>
    public async Task<DiagnosisReport> DiagnoseAsync(
        RunDirectory run, string root, Settings settings, ILanguageModels models, CancellationToken cancel)
    {
        DiagnosisReport report;
        await using (var asked = chronicle.Ask(root, models, "diagnose", run: run.ReadManifest()))
        {
            report = await Diagnostician(settings, asked).DiagnoseAsync(EndedSession.Of(run), cancel);
        }
        if (run.ReadManifest().State != RunState.Finished)
        {
            // Killed: whoever puts it in order may be writing there just now.
            return report;
        }
        AtomicFile.WriteBytes(run.DiagnosisFile, DiagnosisJson.ToBytes(report));
        new RunRecord(run, run.ReadManifest()).Update(manifest => manifest with
        {
            Diagnosis = new DiagnosisNote(report.Category.Name(), report.Confidence, report.Finding.Summary, report.DecidedBy),
            Artifacts = RunEnding.ArtifactsOf(run),
            CompiledPrompts = report.Classifier is { } word
                ? [.. manifest.CompiledPrompts.Union([word.Version])]
                : manifest.CompiledPrompts,
        });
        await chronicle.TellDiagnosisAsync(root, run);
        return report;
    }

    public Diagnostician Diagnostician(Settings settings, ILanguageModels models) =>
        new(classifier(models), settings.Get(RecoverySettings.ClassifierConfidence) ?? 1, time);

    /// <returns>What was found out last; null when nobody has looked.</returns>
    public static DiagnosisReport? Find(RunDirectory run) =>
        File.Exists(run.DiagnosisFile) ? DiagnosisJson.Read(File.ReadAllBytes(run.DiagnosisFile)) : null;

    /// <summary>Looks without asking a model and without keeping what it finds.</summary>
    /// <returns>Null for a run that completed or goes on.</returns>
    public async Task<DiagnosisReport?> GlanceAsync(RunDirectory run, CancellationToken cancel) =>
        run.ReadManifest() is var manifest && manifest.Outcome != SessionOutcome.Completed.Name()
            && (manifest.State == RunState.Finished || KilledRuns.IsLost(manifest))
            ? await new Diagnostician(new NoClassifier(), 1, time).DiagnoseAsync(EndedSession.Of(run), cancel)
            : null;
}
