using LwCoder.Hooks;
using LwCoder.Platform.Terminal;
using LwCoder.Sessions;

namespace LwCoder.Commands.Code;

/// <summary>Tells the user's hooks how a run went.</summary>
internal static class RunHooks
{
    public static async Task TellAsync(SessionContext context, OpenPlan plan, FinishedRun finished, CancellationToken cancel)
    {
        if (finished.IsCancelled)
        {
            return; // Whoever interrupted it knows.
        }
        var variables = new HookVariables
        {
            RepoRoot = context.Repository.Root,
            PlanId = plan.Id,
            PlanPath = plan.Path,
            WorktreePath = finished.Manifest.Worktree,
            RunId = finished.Manifest.RunId,
            RunDirectory = finished.Directory.Path,
            Outcome = finished.Manifest.Outcome ?? "",
            Reason = TerminalText.OneLine(finished.Manifest.Reason ?? "", 1000),
        };
        await context.Hooks.RunAsync(
            finished.IsCompleted ? HookEvent.CodeComplete : HookEvent.RunFailed, variables, cancel);
    }
}
