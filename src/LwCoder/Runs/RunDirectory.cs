using System.Text.Json;
using LwCoder.Git;
using LwCoder.Platform.Files;

namespace LwCoder.Runs;

/// <summary>The folder of one run and what lies where in it. `docs/commands.md` lists the files for users.</summary>
internal sealed class RunDirectory(RunId id, string path)
{
    public RunId Id { get; } = id;
    public string Path { get; } = path;

    public string ManifestFile => In("run.json");
    public string PromptFile => In("prompts", "main.md");
    /// <summary>What the agent is told while it works, beside its prompt since it sees that folder.</summary>
    public string NoticeFile => In("prompts", "notice.txt");

    /// <summary>In a recovery: the task alone, without what was said of the session before.</summary>
    public string TaskFile => In("prompts", "task.md");

    public string SubagentFolder => In("droids");
    public string SessionFile => In("session.jsonl");
    public string TraceFile => In("trace.md");
    /// <summary>The reports of the subagents, a file each.</summary>
    public string SubagentFeedback => In("subagent_feedback");

    public string PatchFile => In("ai_changes.patch");
    public string DiagnosisFile => In("diagnosis.json");
    public string AgentLog => In("agent.log");
    public string SetupLog => In("setup.log");

    /// <summary>What was asked and answered while the prompts were generated, for people.</summary>
    public string PromptCalls => In("prompt_calls.txt");

    /// <summary>The agent's HOME. It keeps the agent's own transcripts; credentials leave it when the session ends.</summary>
    public string Home => In("home");

    /// <summary>The private git directory. It exists from before the session until its commits are in the repository.</summary>
    public string GitDirectory => In("repo-git");

    /// <summary>Repositories the agent made inside the worktree, moved out of it.</summary>
    public string NestedRepositories => In("nested-repositories");

    /// <summary>Of a session that only writes a text, such as a plan; a run of `code` works in its plan's.</summary>
    public string Worktree => In("worktree");

    public bool HasUncollectedCommits => Directory.Exists(GitDirectory);

    public RunManifest ReadManifest()
    {
        try
        {
            return RunManifest.FromJson(File.ReadAllBytes(ManifestFile));
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new UserError(
                $"the run {Id} cannot be read: {unreadable.Message}", $"look at {ManifestFile}", cause: unreadable);
        }
    }

    public RunManifest? TryReadManifest()
    {
        try
        {
            return ReadManifest();
        }
        catch (UserError)
        {
            return null;
        }
    }

    /// <summary>The files that its patch changes, from the root of the worktree; none when it has no patch.</summary>
    public IReadOnlyList<string> ReadChangedFiles() =>
        File.Exists(PatchFile) ? [.. PatchReader.ReadFile(PatchFile).Select(file => file.Path)] : [];

    public void WriteManifest(RunManifest manifest) => AtomicFile.WriteBytes(ManifestFile, manifest.ToJson());

    private string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);
}
