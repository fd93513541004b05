using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

public sealed class RescueRefTests
{
    [Fact]
    public async Task The_whole_state_is_kept_and_the_worktree_is_left_as_it_is()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Write("committed.txt", "c");
        var head = await TemporaryRepository.CommitInAsync(plan.Path, "Committed");
        plan.Write("staged.txt", "s");
        await plan.HostAsync("add", "staged.txt");
        plan.Write("untracked.txt", "u");
        plan.Write(".gitignore", "*.log\n");
        plan.Write("ignored.log", "no");
        File.Delete(Path.Combine(plan.Path, "readme.md"));
        var status = await plan.HostAsync("status", "--porcelain=v2");

        var reference = await SaveAsync(plan, "run-1");

        reference.Should().Be("refs/lw_coder/rescue/run-1");
        (await plan.Repository.GitAsync("ls-tree", "-r", "--name-only", reference!))
            .Should().Be(".gitignore\ncommitted.txt\nstaged.txt\nuntracked.txt");
        (await plan.Repository.GitAsync("rev-parse", $"{reference}^")).Should().Be(head);
        (await plan.HostAsync("status", "--porcelain=v2")).Should().Be(status);
    }

    [Fact]
    public async Task The_same_state_is_kept_once_and_another_one_beside_it()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        (await SaveAsync(plan, "run")).Should().BeNull();
        plan.Write("a.txt", "1");
        (await SaveAsync(plan, "run")).Should().Be("refs/lw_coder/rescue/run");
        (await SaveAsync(plan, "run")).Should().Be("refs/lw_coder/rescue/run");
        plan.Write("a.txt", "2");
        (await SaveAsync(plan, "run")).Should().Be("refs/lw_coder/rescue/run-2");
    }

    [Fact]
    public async Task A_repository_inside_is_refused_because_its_history_would_be_lost()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await TemporaryRepository.InAsync(plan.Path, "init", "-q", "inner");
        await plan.Invoking(one => SaveAsync(one, "run")).Should().ThrowAsync<UserError>().WithMessage("*inner/.git*");
    }

    private static Task<string?> SaveAsync(PlanWorktreeFixture plan, string name) =>
        new RescueRef(plan.Repository.Cli, new WorktreeSnapshot(PlanWorktreeFixture.Nested))
            .SaveAsync(new WorktreeGit(plan.Repository.Cli, plan.Facts, plan.Worktree), name, default);
}
