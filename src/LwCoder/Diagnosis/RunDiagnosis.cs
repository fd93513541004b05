using LwCoder.Configuration;
using LwCoder.Models;
using LwCoder.Platform.Files;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Diagnosis;

/// <summary>Diagnoses runs and keeps what was found with them: `diagnosis.json`, and the gist in `run.json`.</summary>
/// <param name="classifier">The compiled one, where models can be asked.</param>
internal sealed class RunDiagnosis(Func<ILanguageModels, IFailureClassifier> classifier, TimeProvider time)
{
    /// <exception cref="UserError">The run is not finished, or its files cannot be read.</exception>
    public async Task<DiagnosisReport> DiagnoseAsync(
        RunDirectory run, Settings settings, ILanguageModels models, CancellationToken cancel)
    {
        var report = await Diagnostician(settings, models).DiagnoseAsync(EndedSession.Of(run), cancel);
        AtomicFile.WriteBytes(run.DiagnosisFile, DiagnosisJson.ToBytes(report));
        new RunRecord(run, run.ReadManifest()).Update(manifest => manifest with
        {
            Diagnosis = new DiagnosisNote(report.Category.Name(), report.Confidence, report.Finding.Summary, report.DecidedBy),
            Artifacts = RunEnding.ArtifactsOf(run),
        });
        return report;
    }

    public Diagnostician Diagnostician(Settings settings, ILanguageModels models) =>
        new(classifier(models), settings.Get(RecoverySettings.ClassifierConfidence) ?? 1, time);

    /// <returns>What was found out last; null when nobody has looked.</returns>
    public static DiagnosisReport? Find(RunDirectory run) =>
        File.Exists(run.DiagnosisFile) ? DiagnosisJson.Read(File.ReadAllBytes(run.DiagnosisFile)) : null;
}
