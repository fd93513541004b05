using LwCoder.Agents;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;
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
            // A run that ended before its agent said anything has no session.
            if (new DirectoryInfo(run.Path).LinkTarget is not null
                || new FileInfo(run.SessionFile) is not { Exists: true, LinkTarget: null, Length: > 0 })
            {
                continue;
            }
            foreach (var unit in run.TryReadManifest() is { } manifest ? UnitsOf(run, manifest) : [WithoutManifest(run)])
            {
                yield return unit;
            }
        }
    }

    /// <summary>What the session was is still to be read, and which plan's run it was is in the folders' names.</summary>
    private static ImportUnit WithoutManifest(RunDirectory run) => new(
        run.Path,
        [run.SessionFile, run.ManifestFile],
        new SessionFacts
        {
            Source = SourceName,
            FallbackId = $"run:{run.Id}",
            FallbackTime = File.GetLastWriteTimeUtc(run.SessionFile),
            PlanId = run.Id.PlanId,
            RunId = run.Id.ToString(),
        },
        () => Read(run.SessionFile).Append(new RecordDamaged(run.ManifestFile, "it is no record of a run")));

    /// <summary>
    /// The run's own record, then what the agent wrote in the run's home: it has the prompt and the final counts, which the
    /// agent does not print. How the run ended is the record's to tell.
    /// </summary>
    public static IEnumerable<ImportUnit> UnitsOf(RunDirectory run, RunManifest manifest)
    {
        var facts = FactsOf(manifest);
        yield return new ImportUnit(run.Path, [run.SessionFile, run.ManifestFile], facts, () => Read(run.SessionFile));
        if ((AgentCatalog.TryFind(manifest.Tool) as IProgramAgent)?.Transcripts is not { } transcripts
            || !TranscriptFolder.IsInside(run.Home, transcripts.Folder))
        {
            yield break;
        }
        foreach (var transcript in transcripts.Find(Path.Combine([run.Home, .. transcripts.Folder.Split('/')])))
        {
            yield return new ImportUnit(
                transcript.File,
                [.. transcripts.FilesOf(transcript)],
                facts with { FallbackId = transcript.Session, IsToldByRun = true },
                () => transcripts.Read(transcript));
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
        var lines = new JsonLines(file);
        foreach (var line in lines.Read())
        {
            if (SessionEventLine.Parse(line) is { } happened)
            {
                yield return happened;
            }
        }
        if (lines.Damage is { } damage)
        {
            yield return new RecordDamaged(file, damage);
        }
    }
}
