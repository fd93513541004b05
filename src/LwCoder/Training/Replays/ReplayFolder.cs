using LwCoder.Evaluation.TestRuns;

namespace LwCoder.Training.Replays;

/// <summary>
/// One replay's folder. While it waits or runs it holds all that goes in; afterwards the result, and what a person may want to
/// look at.
/// </summary>
internal sealed record ReplayFolder(string Path)
{
    public string JobFile => In("job.json");

    /// <summary>A git bundle with <see cref="BaseRef"/>.</summary>
    public string Bundle => In("repository.bundle");

    public const string BaseRef = "refs/heads/base";

    /// <summary>What is laid over `.lw_coder`: plan, prompts, judges, settings.</summary>
    public string State => In("lw_coder");

    /// <summary>
    /// Files git does not track that worktrees get copies of. They may hold secrets; only their owner can read them.
    /// </summary>
    public string Untracked => In("files");

    /// <summary>
    /// What the tests of the base say, so that not each replay of a plan runs them: goes in where known, and comes out.
    /// </summary>
    public string KnownTests => In("base_tests.json");

    /// <summary>Made and removed by the replay.</summary>
    public string Work => In("work");

    /// <summary>The home of a replay that runs in a container of its own.</summary>
    public string Home => In("home");

    public string Result => In("result.json");

    public string Log => In("log.txt");

    public string Trace => In("trace.md");

    public string Patch => In("ai_changes.patch");

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Whether there is more than what a finished replay leaves.</summary>
    public bool IsUnfinished => new[] { JobFile, Bundle, State, Untracked, Work, Home }.Any(System.IO.Path.Exists);

    /// <summary>Takes away what only the replay itself needs, the job first: a folder without it is nobody's work.</summary>
    /// <returns>False when something cannot be removed, such as files of another user.</returns>
    public bool TryClear()
    {
        File.Delete(JobFile);
        File.Delete(Bundle);
        File.Delete(KnownTests);
        var cleared = true;
        foreach (var folder in new[] { Work, State, Untracked, Home })
        {
            cleared &= FolderRemoval.TryRemove(folder);
        }
        return cleared;
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
