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
            if (new DirectoryInfo(run.Path).LinkTarget is not null)
            {
                continue;
            }
            var units = run.TryReadManifest() is { } manifest ? UnitsOf(run, manifest)
                : HasSession(run) ? [WithoutManifest(run)]
                : [];
            foreach (var unit in units)
            {
                yield return unit;
            }
        }
    }

    private static bool HasSession(RunDirectory run) =>
        new FileInfo(run.SessionFile) is { Exists: true, LinkTarget: null, Length: > 0 };

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
        if (manifest.PromptGeneration is { Calls: > 0 } generation)
        {
            yield return PromptsOf(run, manifest, generation);
        }
        if (!File.Exists(run.SessionFile))
        {
            yield break;
        }
        // An agent that was ended before it said anything has left an empty one.
        if (HasSession(run))
        {
            yield return new ImportUnit(
                run.Path, [run.SessionFile, run.ManifestFile, run.DiagnosisFile], facts, () => Read(run.SessionFile))
            {
                AddMore = batch =>
                {
                    if (DiagnosisRecord.RowOf(run, manifest) is { } diagnosis)
                    {
                        batch.Add(diagnosis);
                    }
                },
            };
        }
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
                facts with
                {
                    // Of a run that was killed nothing but a transcript may tell the cost: at list
                    // prices, unless the run said who pays.
                    FallbackId = transcript.Session, IsToldByRun = true, CostSource = facts.CostSource ?? "imputed",
                },
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
        CostSource = manifest.CostSource == "unknown" ? null : manifest.CostSource,
        ParentSession = manifest.RecoveryOf?.Session,
        Status = StatusOf(manifest.Outcome),
        Outcome = manifest.Outcome,
    };

    /// <summary>Writing the run's prompts is a session of lw_coder's own, which the agent's cost has no part of.</summary>
    private static ImportUnit PromptsOf(RunDirectory run, RunManifest manifest, PromptGeneration generation)
    {
        var facts = new SessionFacts
        {
            Source = SourceName,
            FallbackId = $"prompts:{manifest.RunId}",
            FallbackTime = manifest.CreatedAt,
            PlanId = manifest.PlanId,
            RunId = manifest.RunId,
        };
        var isDone = manifest.PromptSource == "generated";
        var source = SessionEventLine.SourceOf(generation.CostSource);
        return new ImportUnit(run.PromptCalls, [run.PromptCalls, run.ManifestFile], facts, () =>
        [
            new SessionStarted(SessionRow.OwnTool, null, generation.Model, "prompts") { ParentSession = manifest.SessionId },
            new UsageReported(
                "prompts", generation.Tokens.In, generation.Tokens.Out, generation.Tokens.Cached, generation.Cost, source),
            new SessionResult(isDone ? ResultStatus.Success : ResultStatus.Failed, ""),
        ]);
    }

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
