using LwCoder.Agents.Events;
using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Worktrees;

namespace LwCoder.Sessions.Scratch;

/// <summary>A session as it ended, with everything it needed still there.</summary>
/// <param name="Session">Null when it never came to one.</param>
/// <param name="Broken">What kept it from one; to be thrown once everything is in order.</param>
internal sealed record EndedScratch(RunRecord Run, SessionReport? Session, UserError? Broken);

/// <summary>Where the agent sees the folders of its session.</summary>
internal sealed record ScratchView(string Input, string Output);

/// <summary>
/// A session in a worktree of its own that is gone afterwards; what counts is what the agent writes to its output folder.
/// </summary>
internal sealed class ScratchSession(ScratchWorktree scratch, RecordedSession sessions, Narrator narrator, TimeProvider time)
{
    /// <param name="context">Its HEAD is the commit the agent sees.</param>
    /// <param name="planId">The plan it is about; the name of <paramref name="runs"/> while there is none.</param>
    /// <param name="write">Writes the prompts, fills the input folder, and returns the prompts' fingerprint.</param>
    /// <returns>Also after Ctrl-C: what was begun is to be brought to its end.</returns>
    public async Task<EndedScratch> RunAsync(
        SessionContext context, ScratchRuns runs, string planId, string planPath, Func<RunDirectory, ScratchView, string> write,
        CancellationToken cancel)
    {
        var run = await BeginAsync(context, runs, planId, planPath, cancel);
        try
        {
            var worktree = await scratch.AddAsync(context.Repository, run.Manifest.Worktree, run.Manifest.Branch, cancel);
            narrator.Step($"the agent reads the project in a worktree of its own, at {ObjectId.Short(context.Repository.Head)}");
            var fingerprint = write(run.Directory, ViewOf(context, run.Directory));
            run.Update(manifest => manifest with { State = RunState.PromptsReady, PromptFingerprint = fingerprint });
            var session = await sessions.RunAsync(
                context, worktree, run, request => request with { Mounts = MountsFor(context, run.Directory), Talk = true },
                sessionStarted: () => { }, cancel);
            return new EndedScratch(run, session, Broken: null);
        }
        catch (Exception thrown) when (thrown is OperationCanceledException or UserError && cancel.IsCancellationRequested)
        {
            var ended = new SessionEnd(EndedBy.User, ExitCode: null, Changed: false);
            return new EndedScratch(run, new SessionReport(new EventSummary(), ended, 0), Broken: null);
        }
        catch (UserError broken)
        {
            return new EndedScratch(run, Session: null, broken);
        }
    }

    private async Task<RunRecord> BeginAsync(
        SessionContext context, ScratchRuns runs, string planId, string planPath, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var directory = await runs.CreateAsync(now, cancel);
        return RunRecord.Begin(directory, new RunManifest
        {
            RunId = directory.Id.ToString(),
            PlanId = planId,
            PlanPath = planPath,
            State = RunState.WorktreeReady,
            CreatedAt = now,
            Owner = ProcessIdentity.Current.ToString(),
            Worktree = directory.Worktree,
            Branch = directory.Id.Name,
            BaseSha = context.Repository.Head,
            StartedFrom = context.Repository.Branch,
            StartSha = context.Repository.Head,
            Tool = context.Agent.Tool,
            Model = context.Model,
            Mode = context.Mode,
            Sandbox = context.Sandbox.Name,
        });
    }

    private static ScratchView ViewOf(SessionContext context, RunDirectory run) => context.Sandbox.MovesPaths
        ? new ScratchView(ContainerLayout.Input, ContainerLayout.Output)
        : new ScratchView(ScratchRuns.InputOf(run), ScratchRuns.OutputOf(run));

    /// <summary>An agent with nothing around it reaches the folders anyway.</summary>
    private static List<SandboxMount> MountsFor(SessionContext context, RunDirectory run)
    {
        var mounts = new List<SandboxMount>();
        if (context.Protection.Contained)
        {
            mounts.Add(new SandboxMount(ScratchRuns.OutputOf(run), ContainerLayout.Output, Writable: true));
        }
        if (context.Protection.Contained && Directory.Exists(ScratchRuns.InputOf(run)))
        {
            mounts.Add(new SandboxMount(ScratchRuns.InputOf(run), ContainerLayout.Input, Writable: false));
        }
        return mounts;
    }
}
