using LwCoder.Agents.Events;
using LwCoder.Models;
using LwCoder.Platform.Files;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sessions.Live;

namespace LwCoder.Sessions;

/// <summary>Writes down how a run ended: its outcome, what it used, its trace and its files, and tells the store.</summary>
/// <param name="command">The verb the session belongs to.</param>
internal sealed class RunEnding(string command, SessionChronicle chronicle, TimeProvider time)
{
    /// <param name="root">The main worktree of the repository.</param>
    /// <param name="session">Null when it never came to one, and then <paramref name="broken"/> says why.</param>
    public async Task RecordAsync(string root, RunRecord run, SessionReport? session, UserError? broken, CollectedWork work)
    {
        var verdict = session is not null
            ? OutcomeClassifier.Classify(session.Events, session.Ended with
            {
                Changed = work.Changed, HasEarlierWork = work.HasEarlierWork,
            })
            : new SessionVerdict(SessionOutcome.SandboxFailed, broken!.Message);
        run.Update(manifest => WithUsage(manifest, session?.Events.Usage) with
        {
            State = RunState.Finished,
            Outcome = verdict.Outcome.Name(),
            Reason = verdict.Reason,
            FinishedAt = time.GetUtcNow(),
            AgentExitCode = session?.Ended.ExitCode,
            EndedBy = (session?.Ended.By ?? (broken is ModelNotConfigured ? EndedBy.NotConfigured : EndedBy.NotStarted)).Word(),
            KilledBy = session?.Kill?.Detector,
            ExitCode = (int)(broken?.ExitCode ?? verdict.Outcome.ToExitCode()),
            SessionId = session?.Events.Session ?? manifest.SessionId,
            // An agent that only ran in the terminal has said it in its transcript.
            Reported = manifest.Reported ?? Reported(session?.Events.Started),
            Redactions = session?.Redactions ?? 0,
        });
        WriteTrace(run);
        WriteFeedback(run.Directory);
        run.Update(manifest => manifest with { Artifacts = ArtifactsOf(run.Directory) });
        await chronicle.EndAsync(root, run);
    }

    /// <param name="usage">Null when it never came to a session.</param>
    public static RunManifest WithUsage(RunManifest manifest, UsageReported? usage) => manifest with
    {
        Tokens = usage is { Input: > 0 } or { Output: > 0 } ? new TokenCounts(usage.Input, usage.Output, usage.Cached) : null,
        Cost = usage?.Cost,
        CostSource = SessionEventLine.NameOf(usage?.CostSource ?? CostSource.Unknown),
    };

    private static ReportedAgent? Reported(SessionStarted? agent) =>
        agent is null ? null : new ReportedAgent(agent.Tool, agent.Version, agent.Model, agent.Mode);

    private void WriteTrace(RunRecord run)
    {
        if (File.Exists(run.Directory.SessionFile))
        {
            var manifest = run.Manifest;
            AtomicFile.WriteText(run.Directory.TraceFile, TraceWriter.Render(
                SessionLog.Read(run.Directory.SessionFile),
                [
                    ("Command", command),
                    ("Plan", manifest.PlanId),
                    ("Worktree", manifest.Worktree),
                    ("Git Branch", manifest.Branch),
                    ("Outcome", $"{manifest.Outcome}: {manifest.Reason}"),
                ]));
        }
    }

    private static void WriteFeedback(RunDirectory run)
    {
        if (File.Exists(run.SessionFile))
        {
            SubagentFeedback.Write(run, SubagentReports.In(SessionLog.Read(run.SessionFile)));
        }
    }

    public static Dictionary<string, string> ArtifactsOf(RunDirectory run) => new[]
        {
            ("prompt", run.PromptFile), ("prompt_calls", run.PromptCalls), ("subagents", run.SubagentFolder),
            ("session", run.SessionFile), ("trace", run.TraceFile),
            ("subagent_feedback", run.SubagentFeedback), ("diagnosis", run.DiagnosisFile),
            ("patch", run.PatchFile), ("agent_log", run.AgentLog), ("setup_log", run.SetupLog),
            ("container", Path.Combine(run.Path, ContainerRecord.FileName)),
        }
        .Where(artifact => Path.Exists(artifact.Item2))
        .ToDictionary(artifact => artifact.Item1, artifact => Paths.WithSlashes(Path.GetRelativePath(run.Path, artifact.Item2)));
}
