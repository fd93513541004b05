using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Harness;

/// <summary>A real git repository with one commit and a plan, as a user would have it.</summary>
internal sealed class ScratchRepository(string path, IReadOnlyDictionary<string, string?> environment)
{
    public const string PlanId = "say-hello";
    public const string PlanBody = "# Say hello\n\nWrite hello.txt with one line of greeting.\n";

    public string Path { get; } = path;

    /// <summary>The plan's file in the root folder, as `plan.md next to you`.</summary>
    public string PlanFile => this["plan.md"];

    public string Worktree => this[".lw_coder", "worktrees", PlanId];

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public async Task InitialiseAsync()
    {
        Directory.CreateDirectory(Path);
        await GitAsync("init", "--quiet", "--initial-branch=main");
        await File.WriteAllTextAsync(this["README.md"], "The first line.\n");
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message=Begin");
        await WritePlanAsync(PlanFile, PlanId);
    }

    /// <summary>A valid plan that starts at HEAD.</summary>
    public async Task WritePlanAsync(string file, string id, string body = PlanBody, string status = "ready")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, $"""
            ---
            plan_id: {id}
            git_sha: {await HeadAsync()}
            status: {status}
            evaluation_notes:
              - hello.txt greets
            ---

            {body}
            """);
    }

    public async Task<string> HeadAsync(string revision = "HEAD") => (await GitAsync("rev-parse", revision)).TrimEnd();

    /// <summary>Runs git on the host in the repository.</summary>
    /// <returns>What it printed; a failure fails the test.</returns>
    public Task<string> GitAsync(params string[] arguments) => GitInAsync(Path, arguments);

    public Task<string> GitInWorktreeAsync(params string[] arguments) => GitInAsync(Worktree, arguments);

    /// <summary>The text of a file in the plan's worktree.</summary>
    public string InWorktree(string file) => File.ReadAllText(System.IO.Path.Combine(Worktree, file));

    public bool IsInWorktree(string file) => File.Exists(System.IO.Path.Combine(Worktree, file));

    /// <summary>The newest run of a plan.</summary>
    public RunFolder LatestRun(string planId = PlanId) => Runs(planId)[^1];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<RunFolder> Runs(string planId = PlanId) =>
        [.. Directory.GetDirectories(this[".lw_coder", "runs", planId]).Order(StringComparer.Ordinal)
            .Select(path => new RunFolder(path))];

    /// <summary>The plan's `status:` line as it is on disk.</summary>
    public string Status() => File.ReadLines(PlanFile).First(line => line.StartsWith("status:", StringComparison.Ordinal));

    private async Task<string> GitInAsync(string folder, string[] arguments)
    {
        var git = new ProcessSpec("git", arguments) { WorkingDirectory = folder, Environment = environment };
        var output = await Limited.RunAsync(git);
        output.ExitCode.Should().Be(0, "git {0} in {1} said {2}", string.Join(' ', arguments), folder, output.Error);
        return output.Output;
    }
}
