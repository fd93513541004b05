using System.Runtime.Versioning;

namespace LwCoder.Tests.Support;

/// <summary>A repository with the plan `say-hello` and an agent that is a shell script, for the verbs around `code`.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PlanLife : IDisposable
{
    public const string PlanId = "say-hello";

    private PlanLife(TemporaryRepository repository) => Repository = repository;

    public TemporaryRepository Repository { get; }

    public string Root => Repository.Root;

    public string Worktree => Path.Combine(Root, ".lw_coder", "worktrees", PlanId);

    public string PlanFile => Path.Combine(Root, ".lw_coder", "tasks", $"{PlanId}.md");

    public string Plan => File.ReadAllText(PlanFile);

    public static async Task<PlanLife> CreateAsync()
    {
        var life = new PlanLife(await TemporaryRepository.CreateAsync());
        await life.GitAsync("config", "user.name", "Ada");
        await life.GitAsync("config", "user.email", "ada@example.org");
        (await life.LwCoder().RunAsync("init")).Should().Be(0);
        await life.Repository.CommitAsync("Prepare for lw_coder");
        life.Repository.Write($".lw_coder/tasks/{PlanId}.md", $"""
            ---
            plan_id: {PlanId}
            git_sha: "{new string('0', 40)}"
            status: draft
            ---
            # Say hello to everybody

            In a file.
            """);
        return life;
    }

    /// <summary>Has the agent run this script in the worktree.</summary>
    public async Task CodeAsync(string script)
    {
        var lwCoder = LwCoder($"set -e; {ShellAgent.Started}; {script}; {ShellAgent.Done}");
        (await lwCoder.RunAsync("code", PlanId, "--sandbox", "host", "--headless")).Should().Be(0, lwCoder.Narrated);
    }

    public TestServices LwCoder(string script = "true", Func<string, bool>? answer = null) =>
        new(Root, Directory.CreateDirectory(Path.Combine(Repository.Folder, "home")).FullName)
        {
            Agent = new ShellAgent(script), Answer = answer,
        };

    public Task<string> GitAsync(params string[] arguments) => Repository.GitAsync(arguments);

    public Task<string> InWorktreeAsync(params string[] arguments) => TemporaryRepository.InAsync(Worktree, arguments);

    /// <summary>All branches and refs of lw_coder's, with what they name.</summary>
    public Task<string> RefsAsync() => GitAsync("for-each-ref", "--format=%(refname) %(objectname)");

    public async Task<bool> HasRefAsync(string reference) =>
        (await TemporaryRepository.TryAsync(Root, [], "rev-parse", "--verify", "--quiet", reference)).Succeeded;

    public void Dispose() => Repository.Dispose();
}
