using LwCoder.EndToEnd.Harness;
using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Life;

/// <summary>
/// A plan whose work is there as `code` leaves it: one commit and one file that is not committed. The state can be brought
/// back, and lw_coder can be stopped at any of its git processes.
/// </summary>
internal sealed class PlanWithWork : IAsyncDisposable
{
    private const string Id = ScratchRepository.PlanId;

    private PlanWithWork(Workbench bench) => Bench = bench;

    public Workbench Bench { get; }

    public ScratchRepository Repository => Bench.Repository;

    /// <summary>Has a file for each git process, by number.</summary>
    private string Calls => Bench.Home["git-calls"];

    private string Saved => Bench.Home["saved"];

    private string Tasks => Repository[".lw_coder", "tasks", $"{Id}.md"];

    /// <param name="shell">What `mini` does with its shell when it is asked; null where no agent is needed.</param>
    public static async Task<PlanWithWork> CreateAsync(string? shell = null)
    {
        var life = new PlanWithWork(await Workbench.CreateAsync(shell: shell));
        if (shell is not null)
        {
            life.Bench.LetMiniFollow("shell");
        }
        (await life.Bench.RunAsync("init")).ShouldEndWith(ExitCode.Done);
        await life.Repository.GitAsync("add", "--all", ".lw_coder", ".gitignore");
        await life.Repository.GitAsync("commit", "--quiet", "--message=Prepare");
        File.Delete(life.Repository.PlanFile);
        await life.Repository.WritePlanAsync(life.Tasks, Id, status: "implemented");
        await life.Repository.GitAsync("worktree", "add", "--quiet", "-b", Id, life.Repository.Worktree);
        await life.Repository.GitAsync("config", $"branch.{Id}.lwcoderbase", await life.Repository.HeadAsync());
        await life.Repository.GitAsync("config", $"branch.{Id}.lwcoderstart", "main");
        await File.WriteAllTextAsync(Path.Combine(life.Repository.Worktree, "committed.txt"), "committed\n");
        await life.Repository.GitInWorktreeAsync("add", "committed.txt");
        await life.Repository.GitInWorktreeAsync("commit", "--quiet", "--message=Work");
        await File.WriteAllTextAsync(Path.Combine(life.Repository.Worktree, "loose.txt"), "loose\n");
        life.Bench.AddProgram("git", StoppingGit(await life.RealGitAsync()));
        return life;
    }

    /// <summary>Remembers the repository as it is for <see cref="RestoreAsync"/>.</summary>
    public async Task SaveAsync()
    {
        var copy = await Bench.RunProgramAsync("/", "cp", "--archive", Repository.Path, Saved);
        copy.ExitCode.Should().Be(0, copy.Error);
    }

    public async Task RestoreAsync()
    {
        Directory.Delete(Repository.Path, recursive: true);
        var copy = await Bench.RunProgramAsync("/", "cp", "--archive", Saved, Repository.Path);
        copy.ExitCode.Should().Be(0, copy.Error);
    }

    /// <summary>Runs lw_coder and sends it the signal when it starts git for the given time.</summary>
    /// <returns>Null when it ended before that.</returns>
    public async Task<ToolRun?> RunStoppedAsync(int call, string signal, string[] arguments)
    {
        if (Directory.Exists(Calls))
        {
            Directory.Delete(Calls, recursive: true);
        }
        Directory.CreateDirectory(Calls);
        Bench.Environment["STOP_AT"] = $"{call}";
        Bench.Environment["STOP_BY"] = signal;
        Bench.Environment["STOP_CALLS"] = Calls;
        var run = await Bench.RunAsync(arguments);
        Bench.Environment.Remove("STOP_AT");
        return File.Exists(Path.Combine(Calls, $"{call}")) ? run : null;
    }

    /// <summary>Whatever happened: the plan's text and all work are somewhere, and main is whole.</summary>
    public async Task ShouldHaveLostNothingAsync(string mainBefore, string because)
    {
        var kept = await Repository.GitAsync("log", "--all", "--format=%s", "--name-only");
        kept.Should().Contain("committed.txt", because);
        if (!Repository.IsInWorktree("loose.txt"))
        {
            kept.Should().Contain("loose.txt", because);
        }
        if (!File.Exists(Tasks))
        {
            kept.Should().Contain($".lw_coder/tasks/{Id}.md", because);
        }
        await Repository.GitAsync("merge-base", "--is-ancestor", mainBefore, "main");
        (await Repository.GitAsync("status", "--porcelain", "--untracked-files=no")).Should().BeEmpty(because);
        await Repository.GitAsync("fsck", "--connectivity-only", "--no-dangling");
    }

    public bool PlanExists => File.Exists(Tasks);

    public string Plan => File.ReadAllText(Tasks);

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    private async Task<string> RealGitAsync()
    {
        var which = await Bench.RunProgramAsync("/", "sh", "-c", "command -v git");
        return which.Output.Trim();
    }

    /// <summary>With `set -C` only one of two that start at once can make a file.</summary>
    private static string StoppingGit(string real) => $"""
        #!/bin/sh
        if [ -n "$STOP_AT" ] && [ -w "$STOP_CALLS" ]; then
          set -C
          call=1
          until true 2>/dev/null > "$STOP_CALLS/$call"; do call=$((call + 1)); done
          set +C
          if [ "$call" -eq "$STOP_AT" ]; then
            kill "-$STOP_BY" "$PPID"
            [ "$STOP_BY" = KILL ] && exit 1
          fi
        fi
        exec '{real}' "$@"
        """.ReplaceLineEndings("\n");
}
