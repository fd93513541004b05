using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sessions;
using LwCoder.Sessions.Setup;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Code;

/// <summary>
/// What a run's worktree needs beyond the commit: copies of untracked files and the commands of `[[code.setup]]`.
/// </summary>
internal sealed class RunCheckout(FileSync sync, IProcessRunner processes, Narrator narrator, TimeProvider time)
{
    private const int MostNames = 5;

    public async Task SyncAsync(SessionContext context, Worktree worktree, CancellationToken cancel)
    {
        var copied = await sync.CopyAsync(context.Repository, worktree, SyncRules.From(context.Settings), cancel);
        if (copied.Paths.Count > 0)
        {
            var more = copied.Paths.Count > MostNames ? $" and {copied.Paths.Count - MostNames} more" : "";
            narrator.Step("untracked files copied into the worktree: "
                + string.Join(", ", copied.Paths.Take(MostNames).Select(TerminalText.Label)) + more);
        }
        foreach (var note in copied.Notes)
        {
            narrator.Warn(note);
        }
    }

    public static IReadOnlyList<Secret> SecretsIn(Worktree worktree) => FileSecrets.In(
        worktree.Path, (SyncRecord.Read(worktree.GitDirectory)?.Files ?? []).Select(file => file.Path));

    public CheckoutSetup? SetupOf(SessionContext context, OpenPlan plan, Worktree worktree, RunRecord run)
    {
        var request = new SetupRequest
        {
            Steps = context.SetupSteps,
            RepositoryRoot = context.Repository.Root,
            Worktree = worktree.Path,
            GitDirectory = worktree.GitDirectory,
            PlanId = plan.Id,
            PlanPath = plan.Path,
            PlanPathInside = ContainerLayout.Plan,
            LogFile = run.Directory.SetupLog,
        };
        return request.IsNeeded ? new CheckoutSetup(request, processes, narrator, time) : null;
    }

    /// <summary>Setup commands are told where the plan is.</summary>
    public static IReadOnlyList<SandboxMount> MountsFor(SessionContext context, OpenPlan plan) =>
        context is { Protection.Contained: true, SetupSteps.Count: > 0 }
            ? [new(plan.Path, ContainerLayout.Plan, Writable: false)]
            : [];
}
