using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Support;

/// <summary>A repository with the worktree of plan `fix-it`, and a session's private git directory when asked for.</summary>
internal sealed class PlanWorktreeFixture : IDisposable
{
    public const string PlanId = "fix-it";

    private PlanWorktreeFixture(TemporaryRepository repository) => Repository = repository;

    public TemporaryRepository Repository { get; }

    public RepositoryFacts Facts { get; private set; } = null!;

    public Worktree Worktree { get; private set; } = null!;

    public PrivateGit Session { get; private set; } = null!;

    public string RunDirectory { get; private set; } = null!;

    public string Path => Worktree.Path;

    /// <summary>As a container shows them.</summary>
    public static InsidePaths InContainer { get; } = new(
        "/workspace", "/repo-git", (_, number) => number == 0 ? "/repo-objects" : $"/repo-objects-{number}");

    public static NestedRepositories Nested { get; } = new(TemporaryRepository.Processes);

    public static WorktreeManager Manager(IProcessRunner? processes = null)
    {
        var git = new GitCli(processes ?? TemporaryRepository.Processes);
        return new WorktreeManager(git, new RescueRef(git, new WorktreeSnapshot(Nested)), new HurriedTime());
    }

    public static async Task<PlanWorktreeFixture> CreateAsync(TemporaryRepository? repository = null)
    {
        var fixture = new PlanWorktreeFixture(repository ?? await TemporaryRepository.CreateAsync());
        var sha = await fixture.Repository.GitAsync("rev-parse", "HEAD");
        fixture.Worktree = await fixture.EnsureAsync(sha);
        return fixture;
    }

    /// <summary>The repository has a submodule, which is checked out in the worktree.</summary>
    public static async Task<PlanWorktreeFixture> WithSubmoduleAsync(TemporaryRepository library, string path)
    {
        var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("submodule", "--quiet", "add", library.Root, path);
        await repository.CommitAsync("Submodule");
        var fixture = await CreateAsync(repository);
        await fixture.HostAsync("submodule", "--quiet", "update", "--init");
        return fixture;
    }

    /// <summary>As every start of `code` does it.</summary>
    public async Task<Worktree> EnsureAsync(string sha, string planId = PlanId, IProcessRunner? processes = null)
    {
        Facts = await Repository.FactsAsync();
        var manager = Manager(processes);
        return await manager.EnsureAsync(Facts, await manager.LookUpAsync(Facts, planId, sha, default), default);
    }

    /// <summary>Begins another run on the worktree as it is now.</summary>
    public async Task<PlanWorktreeFixture> BeginSessionAsync(string run = "20260101_000000")
    {
        Worktree = await EnsureAsync(Worktree.BaseSha);
        RunDirectory = System.IO.Path.Combine(Repository.Folder, "runs", run);
        Directory.CreateDirectory(RunDirectory);
        Session = await PrivateGit.CreateAsync(
            Repository.Cli, Facts, Worktree, RunDirectory, InsidePaths.Host(Worktree, RunDirectory), default);
        return this;
    }

    public void Write(string path, string text) => TemporaryRepository.WriteIn(Path, path, text);

    /// <summary>git as the agent sees it: only the private git directory counts.</summary>
    public Task<string> InsideAsync(params string[] arguments) =>
        TemporaryRepository.RunAsync(Path, InsideVariables, arguments);

    public Task<ProcessOutput> TryInsideAsync(params string[] arguments) =>
        TemporaryRepository.TryAsync(Path, InsideVariables, arguments);

    public async Task<string> CommitInsideAsync(string message)
    {
        await InsideAsync("add", "-A");
        await InsideAsync("commit", "-q", "--allow-empty", "-m", message);
        return await InsideAsync("rev-parse", "HEAD");
    }

    public Task<HarvestResult> HarvestAsync(string run = "20260101_000000", bool allowSubmodules = false) =>
        new Harvest(Repository.Cli, TemporaryRepository.Processes)
            .CollectAsync(Facts, Worktree, Session, run, allowSubmodules, default);

    public Task<string> HostAsync(params string[] arguments) => TemporaryRepository.InAsync(Path, arguments);

    public void Dispose() => Repository.Dispose();

    private Dictionary<string, string?> InsideVariables => new()
    {
        ["GIT_DIR"] = System.IO.Path.Combine(Session.GitDirectory, "worktrees", Session.WorktreeName),
        ["GIT_WORK_TREE"] = Path,
    };
}
