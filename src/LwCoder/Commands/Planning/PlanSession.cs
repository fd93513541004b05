using LwCoder.Agents.Events;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sessions;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Planning;

/// <summary>One session that writes a plan, from its empty folder to its end.</summary>
internal sealed class PlanSession(
    ScratchWorktree scratch, RecordedSession sessions, PlanEnding ending, Narrator narrator, TimeProvider time)
{
    /// <param name="idea">Null when the person at the terminal will say it.</param>
    public async Task<FinishedPlanning> RunAsync(
        SessionContext context, PlanningPrompts prompts, string? idea, CancellationToken cancel)
    {
        var runs = new PlanningRuns(context.StateFolder);
        var run = await BeginAsync(context, runs, cancel);
        SessionReport? session = null;
        UserError? broken = null;
        try
        {
            var worktree = await scratch.AddAsync(
                context.Repository, run.Manifest.Worktree, run.Manifest.Branch, cancel);
            narrator.Step($"the agent reads the project in a worktree of its own, at {ShortHead(context)}");
            Write(context, prompts, idea, run);
            session = await sessions.RunAsync(
                context, worktree, run, request => request with { Mounts = MountsFor(context, run), Talk = true },
                sessionStarted: () => { }, cancel);
        }
        catch (Exception thrown) when (thrown is OperationCanceledException or UserError && cancel.IsCancellationRequested)
        {
            session = new SessionReport(new EventSummary(), new SessionEnd(EndedBy.User, null, Changed: false), 0);
        }
        catch (UserError error)
        {
            broken = error;
        }
        // What was begun is brought to its end, also after Ctrl-C.
        return await ending.FinishAsync(context.Repository, runs, run, session, broken, CancellationToken.None);
    }

    private async Task<RunRecord> BeginAsync(SessionContext context, PlanningRuns runs, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var directory = await runs.CreateAsync(now, cancel);
        return RunRecord.Begin(directory, new RunManifest
        {
            RunId = directory.Id.ToString(),
            PlanId = PlanningRuns.Unnamed,
            PlanPath = "",
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

    private static void Write(SessionContext context, PlanningPrompts prompts, string? idea, RunRecord run)
    {
        var directory = run.Directory;
        var inside = context.Sandbox.Name == "docker" ? ContainerLayout.Output : PlanningRuns.OutputOf(directory);
        prompts.Write(context.Agent, idea, context.Interactive, inside, new PromptTargets(
            directory.PromptFile, context.Sandbox.PromptFolder(directory.PromptFile), directory.SubagentFolder));
        run.Update(manifest => manifest with { State = RunState.PromptsReady, PromptFingerprint = prompts.Fingerprint });
    }

    /// <summary>An agent with nothing around it reaches the folder anyway.</summary>
    private static SandboxMount[] MountsFor(SessionContext context, RunRecord run) => context.Protection.Contained
        ? [new SandboxMount(PlanningRuns.OutputOf(run.Directory), ContainerLayout.Output, Writable: true)]
        : [];

    private static string ShortHead(SessionContext context) => Git.ObjectId.Short(context.Repository.Head);
}
