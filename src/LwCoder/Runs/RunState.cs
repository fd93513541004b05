namespace LwCoder.Runs;

/// <summary>How far a run has come. A killed run is left in the state it had reached.</summary>
internal enum RunState
{
    WorktreeReady,
    PromptsReady,
    SandboxReady,
    Running,
    Collecting,
    Finished,
}

/// <summary>The states as `run.json` names them.</summary>
internal static class RunStateWords
{
    /// <summary>In the order of <see cref="RunState"/>.</summary>
    private static readonly string[] Words =
        ["worktree_ready", "prompts_ready", "sandbox_ready", "running", "collecting", "finished"];

    public static string Word(this RunState state) => Words[(int)state];

    /// <returns>Null when there is no such state.</returns>
    public static RunState? Parse(string word) => Array.IndexOf(Words, word) is >= 0 and var index ? (RunState)index : null;
}
