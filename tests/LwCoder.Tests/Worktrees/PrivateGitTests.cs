using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

public sealed class PrivateGitTests
{
    [Fact]
    public async Task Everyday_git_works_inside_and_the_hosts_git_directory_is_untouched()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await plan.Repository.GitAsync("tag", "-a", "-m", "Release", "v1");
        await plan.Repository.GitAsync("pack-refs", "--all");
        await plan.Repository.CommitAsync("main goes on");
        plan.Write("readme.md", "staged\n");
        await plan.HostAsync("add", "readme.md");
        await plan.BeginSessionAsync();
        var before = await plan.Repository.GitAsync("for-each-ref");

        (await plan.InsideAsync("status", "--porcelain")).Should().Be("M  readme.md");
        (await plan.InsideAsync("diff", "--cached", "--stat")).Should().Contain("readme.md");
        (await plan.InsideAsync("log", "--format=%s", "main")).Should().Be("main goes on\nStart");
        (await plan.InsideAsync("describe", "v1")).Should().Be("v1");
        await plan.CommitInsideAsync("Work");
        await plan.InsideAsync("branch", "idea");
        plan.Write("readme.md", "stashed\n");
        await plan.InsideAsync("stash");
        await plan.InsideAsync("gc", "-q", "--prune=now");
        await plan.InsideAsync("fsck", "--strict");
        await plan.InsideAsync("rebase", "-q", "main");
        (await plan.InsideAsync("worktree", "list")).Should().Contain("fix-it");
        await plan.InsideAsync("worktree", "prune");

        (await plan.Repository.GitAsync("for-each-ref")).Should().Be(before);
        (await plan.Repository.GitAsync("worktree", "list")).Should().Contain("fix-it");
    }

    [Fact]
    public async Task The_pointer_file_is_all_that_a_mounted_worktree_needs()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        // A copy of the working tree stands for the sandbox's view of it.
        var workspace = Path.Combine(plan.Repository.Folder, "workspace");
        var run = Directory.CreateDirectory(Path.Combine(plan.Repository.Folder, "run")).FullName;
        var inside = new InsidePaths(workspace, Path.Combine(run, "repo-git"), (store, _) => store);
        var session = await PrivateGit.CreateAsync(plan.Repository.Cli, plan.Facts, plan.Worktree, run, inside, default);
        TemporaryRepository.WriteIn(workspace, "readme.md", "changed\n");
        File.Copy(session.PointerFile, Path.Combine(workspace, ".git"));

        (await TemporaryRepository.InAsync(workspace, "status", "--porcelain")).Should().Be(" M readme.md");
        (await TemporaryRepository.InAsync(workspace, "rev-parse", "--show-toplevel")).Should().Be(workspace);
        await TemporaryRepository.CommitInAsync(workspace, "Work");
        (await TemporaryRepository.InAsync(workspace, "log", "--format=%s")).Should().Be("Work\nStart");
    }

    [BwrapFact]
    public async Task With_the_mounts_of_a_container_git_works_silently_and_the_host_takes_the_commits()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var clone = Path.Combine(repository.Folder, "clone");
        await repository.GitAsync("clone", "-q", "--shared", repository.Root, clone);
        var facts = await repository.FactsAsync(clone);
        var manager = PlanWorktreeFixture.Manager();
        var worktree = await manager.EnsureAsync(facts, await manager.LookUpAsync(facts, "abc", facts.Head, default), default);
        var session = await CreateForContainerAsync(repository, facts, worktree);

        var inside = await InContainerAsync(worktree, session, """
            git status --porcelain; git log --format=%s; git log --format=%s origin/main; echo new > new.txt; git add -A
            git diff --cached --name-only; git commit -q -m Work; git fsck --strict; git gc -q; git worktree prune; git status -s
            """);

        (inside.ExitCode, inside.Output, inside.Error).Should().Be((0, "Start\nStart\nnew.txt\n", ""));
        var result = await new Harvest(repository.Cli, TemporaryRepository.Processes)
            .CollectAsync(facts, worktree, session, "run", false, default);
        (result.Outcome, result.Commits).Should().Be((HarvestOutcome.BranchMoved, 1));
        (await TemporaryRepository.InAsync(worktree.Path, "status", "--porcelain")).Should().BeEmpty();
    }

    [BwrapFact]
    public async Task Submodules_that_are_checked_out_do_not_disturb_git_in_a_container()
    {
        using var library = await TemporaryRepository.CreateAsync("library");
        using var plan = await PlanWorktreeFixture.WithSubmoduleAsync(library, "deep/sub");
        var session = await CreateForContainerAsync(plan.Repository, plan.Facts, plan.Worktree);

        var inside = await InContainerAsync(plan.Worktree, session, """
            git status --porcelain; echo new > new.txt; git add -A; git commit -q -m Work; echo edit >> deep/sub/readme.md
            git status --porcelain; git -C deep/sub log --format=%s; git submodule status | cut -c-50
            """);

        var commit = await library.GitAsync("rev-parse", "HEAD");
        (inside.ExitCode, inside.Output, inside.Error)
            .Should().Be((0, $" M deep/sub\nStart\n {commit} deep/sub\n", ""));
        (await PlanWorktreeFixture.Nested.FindAsync(plan.Path, plan.Facts.CommonDirectory, default)).Should().BeEmpty();
        var result = await new Harvest(plan.Repository.Cli, TemporaryRepository.Processes)
            .CollectAsync(plan.Facts, plan.Worktree, session, "run", false, default);
        result.Outcome.Should().Be(HarvestOutcome.BranchMoved);
        (await plan.HostAsync("status", "--porcelain")).Should().Be(" M deep/sub");
    }

    [BwrapFact]
    public async Task What_is_committed_in_a_submodule_is_not_thrown_away()
    {
        using var library = await TemporaryRepository.CreateAsync("library");
        using var plan = await PlanWorktreeFixture.WithSubmoduleAsync(library, "deep/sub");
        var session = await CreateForContainerAsync(plan.Repository, plan.Facts, plan.Worktree);
        var harvest = new Harvest(plan.Repository.Cli, TemporaryRepository.Processes);
        (await harvest.CollectAsync(plan.Facts, plan.Worktree, session, "run", false, default)).IsSafe.Should().BeTrue();

        var inside = await InContainerAsync(plan.Worktree, session, """
            cd deep/sub; echo edit >> readme.md; git -c user.name=A -c user.email=a@example.org commit -aqm Inside
            """);

        (inside.ExitCode, inside.Error).Should().Be((0, ""));
        var result = await harvest.CollectAsync(plan.Facts, plan.Worktree, session, "run", false, default);
        result.IsSafe.Should().BeFalse();
        result.Notes.Should().Contain(note => note.Contains(Path.Combine(session.GitDirectory, "modules", "0")));
    }

    [Fact]
    public async Task Submodules_get_directories_of_their_own_on_the_host_too()
    {
        using var library = await TemporaryRepository.CreateAsync("library");
        using var plan = await PlanWorktreeFixture.WithSubmoduleAsync(library, "deep/sub");

        await plan.BeginSessionAsync();

        var (pointer, target) = plan.Session.Masks.Should().ContainSingle().Subject;
        target.Should().Be(Path.Combine(plan.Path, "deep", "sub", ".git"));
        var own = File.ReadAllText(pointer)["gitdir: ".Length..].Trim();
        (await plan.Repository.GitAsync("--git-dir", own, "log", "--format=%s")).Should().Be("Start");
    }

    [Fact]
    public async Task Container_paths_are_those_of_the_contract_and_further_stores_are_masked()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var clone = Path.Combine(repository.Folder, "clone");
        await repository.GitAsync("clone", "-q", "--shared", repository.Root, clone);
        var facts = await repository.FactsAsync(clone);
        var manager = PlanWorktreeFixture.Manager();
        var worktree = await manager.EnsureAsync(facts, await manager.LookUpAsync(facts, "abc", facts.Head, default), default);
        var run = Directory.CreateDirectory(Path.Combine(repository.Folder, "run")).FullName;

        var session =
            await PrivateGit.CreateAsync(repository.Cli, facts, worktree, run, PlanWorktreeFixture.InContainer, default);

        session.ObjectStores.Should().Equal(
            Path.Combine(clone, ".git", "objects"), Path.Combine(repository.Root, ".git", "objects"));
        File.ReadAllText(session.PointerFile).Should().Be("gitdir: /repo-git/worktrees/abc\n");
        File.ReadAllText(Path.Combine(session.GitDirectory, "worktrees", "abc", "gitdir")).Should().Be("/workspace/.git\n");
        File.ReadAllText(Path.Combine(session.ObjectsDirectory, "info", "alternates"))
            .Should().Be("/repo-objects\n/repo-objects-1\n");
        session.Masks.Should().ContainSingle().Which.InsideTarget.Should().Be("/repo-objects/info/alternates");
        PrivateGit.Open(facts, "abc", run)!.GitDirectory.Should().Be(session.GitDirectory);
    }

    [Fact]
    public async Task Borrowed_objects_and_shallow_history_are_seen_inside()
    {
        using var origin = await TemporaryRepository.CreateAsync("origin");
        await origin.CommitAsync("Second");
        using var repository = await TemporaryRepository.EmptyAsync();
        foreach (var (name, options) in new[] { ("shared", "--shared"), ("shallow", "--depth=1") })
        {
            var clone = Path.Combine(repository.Folder, name);
            var source = options == "--shared" ? origin.Root : $"file://{origin.Root}";
            await repository.GitAsync("clone", "-q", options, source, clone);
            var facts = await repository.FactsAsync(clone);
            var manager = PlanWorktreeFixture.Manager();
            var start = await manager.LookUpAsync(facts, "abc", facts.Head, default);
            var worktree = await manager.EnsureAsync(facts, start, default);
            var run = Directory.CreateDirectory(Path.Combine(repository.Folder, $"run-{name}")).FullName;
            var session = await PrivateGit.CreateAsync(
                repository.Cli, facts, worktree, run, InsidePaths.Host(worktree, run), default);
            var variables = new Dictionary<string, string?>
            {
                ["GIT_DIR"] = Path.Combine(session.GitDirectory, "worktrees", "abc"), ["GIT_WORK_TREE"] = worktree.Path,
            };
            TemporaryRepository.WriteIn(worktree.Path, "new.txt", name);
            await TemporaryRepository.RunAsync(worktree.Path, variables, "add", "-A");
            await TemporaryRepository.RunAsync(worktree.Path, variables, "commit", "-q", "-m", "Work");
            (await TemporaryRepository.RunAsync(worktree.Path, variables, "log", "--format=%s"))
                .Should().Be(name == "shared" ? "Work\nSecond\nStart" : "Work\nSecond");
            var result = await new Harvest(repository.Cli, TemporaryRepository.Processes)
                .CollectAsync(facts, worktree, session, "run", false, default);
            result.Outcome.Should().Be(HarvestOutcome.BranchMoved);
            (await TemporaryRepository.InAsync(worktree.Path, "status", "--porcelain")).Should().BeEmpty();
        }
    }

    [Fact]
    public void Only_settings_that_shape_files_are_copied_and_values_cannot_add_lines()
    {
        var config = PrivateGitConfig.Compose(GitConfig.Parse(
            "core.autocrlf\ninput\0core.hookspath\n/evil\0core.fsmonitor\n/evil\0filter.x.clean\n/evil\0"
            + "core.sshcommand\n/evil\0user.name\nA \"B\" \\ C\n[core]\n\tfsmonitor = /evil\0"));
        config.Should().Contain("\tautocrlf = \"input\"\n");
        config.Should().Contain("\tname = \"A \\\"B\\\" \\\\ C\\n[core]\\n\\tfsmonitor = /evil\"\n");
        config.Should().Contain("\temail = \"lw_coder@localhost\"\n");
        config.Should().NotContain("hookspath").And.NotContain("sshcommand").And.NotContain("clean");
    }

    [Fact]
    public async Task What_the_user_ignores_is_ignored_inside_too()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        File.AppendAllText(Path.Combine(plan.Facts.CommonDirectory, "info", "exclude"), "*.local\n");
        var global = Path.Combine(plan.Repository.Folder, "ignore");
        File.WriteAllText(global, "*.global");
        await plan.Repository.GitAsync("config", "core.excludesFile", global);
        await plan.BeginSessionAsync();
        plan.Write("a.local", "x");
        plan.Write("a.global", "x");
        (await plan.InsideAsync("status", "--porcelain")).Should().BeEmpty();
    }

    [Fact]
    public async Task The_cache_is_ignored_inside_whatever_the_repository_says()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await plan.BeginSessionAsync();
        plan.Write(".lw_coder/dspy_cache/ab/entry", "x");
        (await plan.InsideAsync("status", "--porcelain")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_split_index_is_copied_whole()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await plan.HostAsync("update-index", "--split-index");
        await plan.BeginSessionAsync();
        (await plan.InsideAsync("status", "--porcelain")).Should().BeEmpty();
    }

    private static Task<PrivateGit> CreateForContainerAsync(
        TemporaryRepository repository, RepositoryFacts facts, Worktree worktree)
    {
        var run = Directory.CreateDirectory(Path.Combine(repository.Folder, "run")).FullName;
        return PrivateGit.CreateAsync(repository.Cli, facts, worktree, run, PlanWorktreeFixture.InContainer, default);
    }

    /// <summary>Only the system's programs and what a container would be given.</summary>
    private static Task<ProcessOutput> InContainerAsync(Worktree worktree, PrivateGit session, string script)
    {
        List<string> arguments =
        [
            "--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc", "--symlink", "usr/bin", "/bin",
            "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--dev", "/dev", "--proc", "/proc",
            "--unshare-net", "--clearenv", "--setenv", "PATH", "/usr/bin", "--bind", worktree.Path, "/workspace",
            "--ro-bind", session.PointerFile, "/workspace/.git", "--bind", session.GitDirectory, "/repo-git",
            "--chdir", "/workspace",
        ];
        for (var i = 0; i < session.ObjectStores.Count; i++)
        {
            var store = session.ObjectStores[i];
            arguments.AddRange(["--ro-bind", store, PlanWorktreeFixture.InContainer.ObjectStore(store, i)]);
        }
        foreach (var (source, target) in session.Masks)
        {
            arguments.AddRange(["--ro-bind", source, target]);
        }
        return TemporaryRepository.Processes.RunAsync(new ProcessSpec("bwrap", [.. arguments, "sh", "-ec", script]), default);
    }
}
