namespace LwCoder.Hooks;

/// <summary>What a hook is told. Paths are absolute; what an event does not have is empty.</summary>
internal sealed record HookVariables
{
    public required string RepoRoot { get; init; }
    public required string PlanId { get; init; }
    public required string PlanPath { get; init; }
    public string WorktreePath { get; init; } = "";
    public string RunId { get; init; } = "";

    /// <summary>The run's folder; the hook's output is kept there.</summary>
    public string RunDirectory { get; init; } = "";

    /// <summary>The outcome's name, and one sentence on why.</summary>
    public string Outcome { get; init; } = "";
    public string Reason { get; init; } = "";

    public string TrainingDataDirectory { get; init; } = "";

    /// <summary>By the name between `${` and `}`.</summary>
    public IEnumerable<KeyValuePair<string, string>> All =>
    [
        new("repo_root", RepoRoot),
        new("plan_id", PlanId),
        new("plan_path", PlanPath),
        new("worktree_path", WorktreePath),
        new("run_id", RunId),
        new("run_dir", RunDirectory),
        new("outcome", Outcome),
        new("reason", Reason),
        new("training_data_dir", TrainingDataDirectory),
    ];

    /// <summary>The environment variable that holds the same.</summary>
    public static string EnvironmentName(string name) => $"LW_CODER_{name.ToUpperInvariant()}";
}
