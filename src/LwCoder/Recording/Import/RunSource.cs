using LwCoder.Agents.Events;
using LwCoder.Runs;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording.Import;

/// <summary>Runs of lw_coder: their own record, and what was settled for them.</summary>
internal sealed class RunSource(string usualPlace) : IImportSource
{
    public const string SourceName = "runs";

    public string Name => SourceName;

    public IReadOnlyList<string> UsualPlaces => [usualPlace];

    public IEnumerable<ImportUnit> Find(string place)
    {
        foreach (var run in new RunCatalog(place).List())
        {
            if (new DirectoryInfo(run.Path).LinkTarget is not null || !File.Exists(run.SessionFile) || run.TryReadManifest() is not { } manifest)
            {
                continue;
            }
            yield return new ImportUnit(run.Path, [run.SessionFile, run.ManifestFile], FactsOf(manifest), () => Read(run.SessionFile));
        }
    }

    public static SessionFacts FactsOf(RunManifest manifest) => new()
    {
        Source = SourceName,
        FallbackId = manifest.SessionId ?? $"run:{manifest.RunId}",
        FallbackTime = manifest.StartedAt ?? manifest.CreatedAt,
        Tool = manifest.Tool,
        Model = manifest.Model,
        PlanId = manifest.PlanId,
        RunId = manifest.RunId,
        PromptFingerprint = manifest.PromptFingerprint,
        Workspace = manifest.Worktree,
        ParentSession = manifest.RecoveryOf?.Session,
        Status = StatusOf(manifest.Outcome),
        Outcome = manifest.Outcome,
    };

    /// <param name="outcome">The name of a run's outcome; null while it has none.</param>
    public static SessionStatus? StatusOf(string? outcome) => outcome switch
    {
        null => null,
        "completed" => SessionStatus.Completed,
        "cancelled" or "needs_person" => SessionStatus.Abandoned,
        _ => SessionStatus.Failed,
    };

    private static IEnumerable<SessionEvent> Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (SessionEventLine.Parse(line) is { } happened)
            {
                yield return happened;
            }
        }
    }
}
