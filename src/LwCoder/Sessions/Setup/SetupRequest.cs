using LwCoder.Configuration;

namespace LwCoder.Sessions.Setup;

/// <summary>A checkout and the commands that make it ready. Paths are the host's unless they say otherwise.</summary>
internal sealed record SetupRequest
{
    public required IReadOnlyList<SetupStep> Steps { get; init; }
    public required string RepositoryRoot { get; init; }
    public required string Worktree { get; init; }

    /// <summary>The worktree's part of the git directory; see <see cref="SetupRecord"/>.</summary>
    public required string GitDirectory { get; init; }
    public required string PlanId { get; init; }
    public required string PlanPath { get; init; }

    /// <summary>The plan as a sandbox shows it that does not keep the host's paths.</summary>
    public required string PlanPathInside { get; init; }
    public required string LogFile { get; init; }

    /// <summary>There is something to do, or something left to undo.</summary>
    public bool IsNeeded => Steps.Count > 0 || new SetupRecord(GitDirectory).Exists;

    public IReadOnlyDictionary<string, string> VariablesOnHost => Variables(RepositoryRoot, Worktree, PlanPath);

    /// <summary>A container has one checkout and knows of no other.</summary>
    public IReadOnlyDictionary<string, string> VariablesIn(string workspace) => workspace == Worktree
        ? VariablesOnHost
        : Variables(workspace, workspace, PlanPathInside);

    private Dictionary<string, string> Variables(string root, string worktree, string plan) => new()
    {
        ["LW_CODER_REPO_ROOT"] = root,
        ["LW_CODER_WORKTREE_PATH"] = worktree,
        ["LW_CODER_PLAN_ID"] = PlanId,
        ["LW_CODER_PLAN_PATH"] = plan,
    };
}
