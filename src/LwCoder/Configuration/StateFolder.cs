namespace LwCoder.Configuration;

/// <summary>
/// `.lw_coder` in the main worktree of a repository, as <see cref="HomeLayout"/> is the one of the user. It is passed on as its
/// path; what lies in it is called as here. Nothing is created by asking.
/// </summary>
internal static class StateFolder
{
    public const string Name = ".lw_coder";

    /// <summary>Plans.</summary>
    public const string Tasks = "tasks";

    /// <summary>The runs of `code`.</summary>
    public const string Runs = "runs";

    /// <summary>The sessions of `plan` and its like, which are kept as runs are.</summary>
    public const string PlanTraces = "plan-traces";

    public const string Worktrees = "worktrees";

    /// <summary>The active prompts, the candidates and those of `plan`.</summary>
    public const string Prompts = "prompts";

    public const string Judges = "judges";

    public const string Comparisons = "comparisons";

    /// <summary>Journals of searches that were interrupted.</summary>
    public const string Optimizations = "optimizations";

    /// <summary>Checkouts for tests, to be used again.</summary>
    public const string Checkouts = "checkouts";

    /// <summary>Samples.</summary>
    public const string TrainingData = "training_data";

    public const string ConfigFile = "config.toml";

    public const string Dockerfile = "code.Dockerfile";

    public static string ActivePromptsIn(string stateFolder) => Path.Combine(stateFolder, Prompts, "active");

    /// <param name="repositoryRoot">The main worktree.</param>
    public static string Of(string repositoryRoot) => Path.Combine(repositoryRoot, Name);

    /// <summary>What lies at a path in it.</summary>
    public static string Of(string repositoryRoot, string inner) => Path.Combine(repositoryRoot, Name, inner);
}
