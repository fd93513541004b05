using System.Runtime.Versioning;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sandboxes;

/// <summary>A repository with a worktree, a run directory and a private git directory, as `code` prepares them.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SandboxFixture : IDisposable
{
    private const string Branch = "fix";

    public SandboxFixture(string suffix = "")
    {
        Folder = new SandboxTempFolder(suffix);
        Folder.Write("repo/a.txt", "one\n");
        Git("repo", "init", "--quiet", "--initial-branch=main", ".");
        Git("repo", "add", ".");
        Git("repo", "commit", "--quiet", "--message", "first");
        Git("repo", "worktree", "add", "--quiet", "-b", Branch, Folder["worktree"]);
        Folder.Write("run/prompts/main.md", "the prompt\n");
        Folder.Write("run/droids/reviewer.md", "review\n");
    }

    public SandboxTempFolder Folder { get; }

    public string RunName { get; } = $"test-{Guid.NewGuid():N}";

    public List<string> Said { get; } = [];

    public SandboxRequest Request => new()
    {
        RunName = RunName,
        Tool = "mini",
        Executable = "sh",
        RepositoryRoot = Folder["repo"],
        Worktree = Folder["worktree"],
        RunHome = Folder["run", "home"],
        ContainerHome = "/home/agent",
        PrepareHome = (home, _) => File.WriteAllText(Path.Combine(home, "prepared"), "yes"),
        PromptFile = Folder["run", "prompts", "main.md"],
        ContainerPromptPath = "/tmp/lw_coder/main_prompt.md",
        SubagentFolder = Folder["run", "droids"],
        SubagentFolderInHome = ".agent/droids",
        SecretEnvironment = new Dictionary<string, string>(),
        RunDirectory = Folder["run", "sandbox"],
        Limits = new(Network: "none", Memory: null, Pids: null),
        Say = Said.Add,
    };

    /// <summary>The private git directory, with a container's paths or with this machine's own in it.</summary>
    public PrivateGitMounts PrivateGit(bool inContainer)
    {
        var (workspace, git, objects) = inContainer
            ? ("/workspace", "/repo-git", "/repo-objects")
            : (Folder["worktree"], Folder["run", "git"], Folder["repo", ".git", "objects"]);
        Git(".", "init", "--quiet", "--bare", Folder["run", "git"]);
        var tip = Git("repo", "rev-parse", "HEAD").Trim();
        Folder.Write("run/git/objects/info/alternates", objects + "\n");
        Folder.Write($"run/git/refs/heads/{Branch}", tip + "\n");
        Folder.Write($"run/git/worktrees/{Branch}/HEAD", $"ref: refs/heads/{Branch}\n");
        Folder.Write($"run/git/worktrees/{Branch}/commondir", "../..\n");
        Folder.Write($"run/git/worktrees/{Branch}/gitdir", workspace + "/.git\n");
        File.Copy(Folder["repo", ".git", "worktrees", "worktree", "index"], Folder["run", "git", "worktrees", Branch, "index"]);
        Folder.Write("run/pointer", $"gitdir: {git}/worktrees/{Branch}\n");
        return new(
            Folder["run", "git"], [Folder["repo", ".git", "objects"]], [(Folder["run", "pointer"], workspace + "/.git")]);
    }

    /// <summary>What git inside needs, and what makes it quiet about a test's missing identity.</summary>
    public static IReadOnlyDictionary<string, string> Identity { get; } = new Dictionary<string, string>
    {
        ["GIT_AUTHOR_NAME"] = "A", ["GIT_AUTHOR_EMAIL"] = "a@b", ["GIT_COMMITTER_NAME"] = "A", ["GIT_COMMITTER_EMAIL"] = "a@b",
    };

    public static SandboxCommand Shell(string script, string? input = null) => new(["sh", "-c", script], input, Identity);

    /// <summary>Runs to the end as a session does, with the lifeline held.</summary>
    public static async Task<(int ExitCode, List<string> Output, string Error)> RunAsync(ProcessSpec command)
    {
        await using var running = new ProcessRunner().Start(command);
        var output = new List<string>();
        var error = new List<string>();
        using var limit = new CancellationTokenSource(Eventually.Limit);
        await foreach (var line in running.ReadLinesAsync(limit.Token))
        {
            (line.IsError ? error : output).Add(line.Text);
        }
        return (await running.Exited, output, string.Join('\n', error));
    }

    public string Git(string folder, params string[] arguments)
    {
        var command = new ProcessSpec("git", arguments)
        {
            WorkingDirectory = Folder[folder],
            Environment = Identity.ToDictionary(variable => variable.Key, variable => (string?)variable.Value),
        };
        var output = new ProcessRunner().RunAsync(command, default).GetAwaiter().GetResult();
        output.Succeeded.Should().BeTrue($"git {string.Join(' ', arguments)}: {output.Error}");
        return output.Output;
    }

    public void Dispose() => Folder.Dispose();
}
