using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

public sealed class WorktreeManagerTests
{
    [Fact]
    public async Task A_new_worktree_stands_at_the_plans_commit_on_its_branch_and_its_start_is_recorded()
    {
        using var repository = await TemporaryRepository.CreateAsync("my répo 名");
        var sha = await repository.GitAsync("rev-parse", "HEAD");
        await repository.CommitAsync("HEAD has moved since the plan was written");
        using var plan = await PlanWorktreeFixture.CreateAsync(repository);
        await plan.HostAsync("status");

        var worktree = await plan.EnsureAsync(sha, "older");

        worktree.Created.Should().BeTrue();
        worktree.Path.Should().Be(Path.Combine(repository.Root, ".lw_coder", "worktrees", "older"));
        worktree.StartedFrom.Should().Be("main");
        (await TemporaryRepository.InAsync(worktree.Path, "rev-parse", "HEAD", "--symbolic-full-name", "HEAD"))
            .Should().Be($"{sha}\nrefs/heads/older");
        (await repository.GitAsync("config", "branch.older.lwcoderbase")).Should().Be(sha);
        (await repository.GitAsync("config", "branch.older.lwcoderstart")).Should().Be("main");
        (await repository.GitAsync("status", "--porcelain")).Should().BeEmpty();
    }

    [Fact]
    public async Task From_a_detached_head_no_start_branch_is_recorded()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("checkout", "-q", "--detach");
        using var plan = await PlanWorktreeFixture.CreateAsync(repository);
        plan.Worktree.StartedFrom.Should().BeNull();
        (await plan.EnsureAsync(plan.Worktree.BaseSha)).StartedFrom.Should().BeNull();
    }

    [Fact]
    public async Task A_worktree_of_ours_is_used_again_with_its_commits_and_changes()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Write("new.txt", "x");
        var commit = await TemporaryRepository.CommitInAsync(plan.Path, "Work");
        plan.Write("untracked.txt", "y");
        await plan.Repository.GitAsync("switch", "-q", "-c", "elsewhere");

        var again = await plan.EnsureAsync(plan.Worktree.BaseSha);

        again.Created.Should().BeFalse();
        again.Tip.Should().Be(commit);
        again.BaseSha.Should().Be(plan.Worktree.BaseSha);
        again.StartedFrom.Should().Be("main");
        File.Exists(Path.Combine(plan.Path, "untracked.txt")).Should().BeTrue();
    }

    [Fact]
    public async Task Start_up_takes_at_most_six_git_processes_and_reuse_fewer()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        using var plan = await PlanWorktreeFixture.CreateAsync(repository);
        var sha = plan.Worktree.BaseSha;

        (await CountAsync("another")).Should().Be(6);
        (await CountAsync("another")).Should().Be(4);
        await TemporaryRepository.CommitInAsync(WorktreeManager.PathOf(plan.Facts, "another"), "Work");
        (await CountAsync("another")).Should().Be(5);

        async Task<int> CountAsync(string planId)
        {
            var processes = new GitCountingProcesses();
            var git = new LwCoder.Git.GitCli(processes);
            var facts =
                await new LwCoder.Git.RepositoryReader(git, TemporaryRepository.Variables).ReadAsync(repository.Root, default);
            var manager = PlanWorktreeFixture.Manager(processes);
            var worktree = await manager.EnsureAsync(facts, await manager.LookUpAsync(facts, planId, sha, default), default);
            var run = Directory.CreateDirectory(Path.Combine(repository.Folder, Guid.NewGuid().ToString("N"))).FullName;
            await PrivateGit.CreateAsync(git, facts, worktree, run, PlanWorktreeFixture.InContainer, default);
            return processes.Started.Count;
        }
    }

    [Fact]
    public async Task Only_a_branch_of_exactly_that_name_is_the_branch()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.CommitAsync("Second");
        await repository.GitAsync("tag", PlanWorktreeFixture.PlanId, "HEAD~1");
        using var plan = await PlanWorktreeFixture.CreateAsync(repository);
        (await plan.HostAsync("symbolic-ref", "HEAD")).Should().Be("refs/heads/fix-it");
        (await plan.HostAsync("rev-parse", "HEAD")).Should().Be(plan.Worktree.BaseSha);
    }

    [Fact]
    public async Task An_unknown_commit_is_refused_and_a_shallow_clone_is_named_as_a_reason()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        (await RefusalAsync(plan, sha: new string('a', 40))).Message.Should().Contain("not a commit of this repository");
        var tree = await plan.Repository.GitAsync("rev-parse", "HEAD^{tree}");
        (await RefusalAsync(plan, sha: tree)).Message.Should().Contain("not a commit of this repository");
        await plan.Repository.GitAsync("commit", "-q", "--allow-empty", "-m", "Second");
        var clone = Path.Combine(plan.Repository.Folder, "clone");
        await plan.Repository.GitAsync("clone", "-q", "--depth=1", $"file://{plan.Repository.Root}", clone);
        var facts = await plan.Repository.FactsAsync(clone);
        var manager = PlanWorktreeFixture.Manager();
        var start = await manager.LookUpAsync(facts, "shallow", plan.Worktree.BaseSha, default);
        (await manager.Invoking(one => one.EnsureAsync(facts, start, default)).Should().ThrowAsync<UserError>())
            .Which.Hint.Should().Contain("--unshallow");
    }

    [Fact]
    public async Task A_branch_checked_out_elsewhere_is_refused_with_the_place()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        var elsewhere = Path.Combine(plan.Repository.Folder, "elsewhere");
        await plan.Repository.GitAsync("worktree", "add", "-q", "-b", "taken", elsewhere);
        (await RefusalAsync(plan, "taken")).Message.Should().Contain($"checked out at {elsewhere}");
        (await RefusalAsync(plan, "main")).Message.Should().Contain($"checked out at {plan.Repository.Root}");
    }

    [Fact]
    public async Task A_folder_that_is_no_worktree_is_refused_and_left_alone()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Repository.Write(".lw_coder/worktrees/other/mine.txt", "precious");
        (await RefusalAsync(plan, "other")).Message.Should().Contain("not a worktree");
        File.ReadAllText(Path.Combine(plan.Repository.Root, ".lw_coder/worktrees/other/mine.txt")).Should().Be("precious");
        (await plan.Repository.GitAsync("branch", "--list", "other")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_branch_that_is_not_ours_is_refused_unless_it_is_at_the_plans_commit()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await plan.Repository.GitAsync("branch", "at-base");
        await plan.Repository.CommitAsync("Second");
        await plan.Repository.GitAsync("branch", "beyond");

        (await plan.EnsureAsync(plan.Worktree.BaseSha, "at-base")).Tip.Should().Be(plan.Worktree.BaseSha);
        (await RefusalAsync(plan, "beyond")).Message.Should().Contain("was not made by lw_coder");
    }

    [Fact]
    public async Task A_branch_that_does_not_contain_the_plans_commit_is_refused()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        var newer = await plan.Repository.CommitAsync("Second");
        (await RefusalAsync(plan, sha: newer)).Message.Should().Contain("does not contain the plan's git_sha");
    }

    [Fact]
    public async Task A_worktree_switched_to_another_branch_is_refused_with_the_way_back()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await plan.HostAsync("switch", "-q", "-c", "detour");
        (await RefusalAsync(plan)).Hint.Should().Contain($"git -C '{plan.Path}' switch fix-it");
    }

    [Fact]
    public async Task Branches_below_the_plans_name_are_refused_in_gits_words()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await plan.Repository.GitAsync("branch", "group/one");
        (await RefusalAsync(plan, "group")).Message.Should().Contain("refs/heads/group/one");
    }

    [Fact]
    public async Task A_link_in_place_of_the_worktrees_folder_is_refused()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        using var plan = await PlanWorktreeFixture.CreateAsync(repository);
        var target = Directory.CreateDirectory(Path.Combine(repository.Folder, "target")).FullName;
        File.CreateSymbolicLink(Path.Combine(repository.Root, ".lw_coder", "worktrees", "linked"), target);
        (await RefusalAsync(plan, "linked")).Message.Should().Contain("is a link");
        Directory.EnumerateFileSystemEntries(target).Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_deleted_by_hand_is_made_anew_and_nothing_git_knew_is_lost()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Write("new.txt", "committed");
        var commit = await TemporaryRepository.CommitInAsync(plan.Path, "Work");
        plan.Write("staged.txt", "staged");
        await plan.HostAsync("add", "staged.txt");
        Directory.Delete(plan.Path, recursive: true);

        var again = await plan.EnsureAsync(plan.Worktree.BaseSha);

        again.Created.Should().BeTrue();
        again.Tip.Should().Be(commit);
        File.ReadAllText(Path.Combine(plan.Path, "new.txt")).Should().Be("committed");
        (await plan.HostAsync("status", "--porcelain")).Should().BeEmpty();
        (await plan.Repository.GitAsync("show", "refs/lw_coder/rescue/fix-it:staged.txt")).Should().Be("staged");
        again.Notes.Should().Contain(note => note.Contains("refs/lw_coder/rescue/fix-it"));
    }

    [Fact]
    public async Task A_folder_deleted_while_its_head_was_detached_keeps_that_commit()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await plan.HostAsync("checkout", "-q", "--detach");
        var commit = await TemporaryRepository.CommitInAsync(plan.Path, "Detached");
        Directory.Delete(plan.Path, recursive: true);
        await plan.EnsureAsync(plan.Worktree.BaseSha);
        (await plan.Repository.GitAsync("rev-parse", $"refs/lw_coder/rescue/fix-it-{commit[..12]}")).Should().Be(commit);
    }

    [Fact]
    public async Task A_branch_deleted_by_hand_is_an_error_whose_fix_works()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Write("new.txt", "x");
        var commit = await TemporaryRepository.CommitInAsync(plan.Path, "Work");
        await plan.Repository.GitAsync("update-ref", "-d", "refs/heads/fix-it");

        var refusal = await RefusalAsync(plan);
        refusal.Hint.Should().EndWith($"git branch fix-it {commit}");
        await plan.Repository.GitAsync("branch", "fix-it", commit);
        (await plan.EnsureAsync(plan.Worktree.BaseSha)).Tip.Should().Be(commit);
        (await plan.HostAsync("status", "--porcelain")).Should().BeEmpty();
    }

    [Fact]
    public async Task Folder_and_branch_deleted_by_hand_mean_a_new_start_with_the_old_commits_kept()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Write("new.txt", "x");
        var commit = await TemporaryRepository.CommitInAsync(plan.Path, "Work");
        Directory.Delete(plan.Path, recursive: true);
        await plan.Repository.GitAsync("update-ref", "-d", "refs/heads/fix-it");

        await plan.Repository.GitAsync("switch", "-q", "-c", "develop");
        var newer = await plan.Repository.CommitAsync("Newer");

        var again = await plan.EnsureAsync(newer);

        (again.Tip, again.StartedFrom).Should().Be((newer, "develop"));
        (await plan.Repository.GitAsync("rev-parse", $"refs/lw_coder/rescue/fix-it-{commit[..12]}")).Should().Be(commit);
        (await plan.Repository.GitAsync("config", "branch.fix-it.lwcoderbase")).Should().Be(newer);
    }

    [Fact]
    public async Task A_missing_pointer_and_a_stale_index_lock_are_mended()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        File.Delete(plan.Worktree.PointerPath);
        File.WriteAllText(Path.Combine(plan.Worktree.GitDirectory, "index.lock"), "");
        (await plan.EnsureAsync(plan.Worktree.BaseSha)).Notes.Should().HaveCount(2);
        (await plan.HostAsync("status", "--porcelain")).Should().BeEmpty();
    }

    [Fact]
    public async Task Submodules_and_borrowed_objects_are_no_obstacle()
    {
        using var library = await TemporaryRepository.CreateAsync("library");
        using var origin = await TemporaryRepository.CreateAsync("origin");
        await origin.GitAsync("submodule", "--quiet", "add", library.Root, "sub");
        await origin.CommitAsync("Submodule");
        using var repository = await TemporaryRepository.EmptyAsync();
        var clone = Path.Combine(repository.Folder, "clone");
        await repository.GitAsync("clone", "-q", "--shared", origin.Root, clone);
        var facts = await repository.FactsAsync(clone);
        var manager = PlanWorktreeFixture.Manager();
        var start = await manager.LookUpAsync(facts, "sub-plan", facts.Head, default);
        var worktree = await manager.EnsureAsync(facts, start, default);
        (await TemporaryRepository.InAsync(worktree.Path, "status", "--porcelain")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("could not write to 'worktrees/x/HEAD': No space left on device", 6, "make room")]
    [InlineData("error: unable to write file readme.md", 6, "make room")]
    [InlineData("cannot lock ref 'refs/heads/a': 'refs/heads/a/b' exists", 1, "another plan_id")]
    public void A_full_disk_is_no_mistake_of_the_plan(string words, int exitCode, string hint)
    {
        var error = WorktreeManager.CannotMake("/w", words);

        ((int)error.ExitCode).Should().Be(exitCode);
        error.Hint.Should().Contain(hint);
    }

    private static async Task<UserError> RefusalAsync(
        PlanWorktreeFixture plan, string planId = PlanWorktreeFixture.PlanId, string? sha = null) =>
        (await plan.Invoking(one => one.EnsureAsync(sha ?? plan.Worktree.BaseSha, planId))
            .Should().ThrowAsync<UserError>()).Which;
}
