using LwCoder.Platform.Processes;
using LwCoder.Runs;

namespace LwCoder.Tests.Support;

internal static class Manifests
{
    public static RunManifest New(RunId id) => new()
    {
        RunId = id.ToString(),
        PlanId = id.PlanId,
        PlanPath = "/repo/.lw_coder/tasks/plan.md",
        CreatedAt = id.StartedAt,
        Owner = ProcessIdentity.Current.ToString(),
        Worktree = "/repo/.lw_coder/worktrees/plan",
        Branch = id.PlanId,
        BaseSha = new string('a', 40),
        Tool = "claude-code",
        Mode = "headless",
        Sandbox = "docker",
    };
}
