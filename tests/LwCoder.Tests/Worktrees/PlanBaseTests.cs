using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

public sealed class PlanBaseTests
{
    [Fact]
    public async Task A_plan_without_work_moves_with_its_worktree()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Repository.Write("new.txt", "x");
        var newer = await plan.Repository.CommitAsync("Newer");
        await MoveAsync(plan, newer);
        (await plan.EnsureAsync(newer)).Tip.Should().Be(newer);
        (await plan.HostAsync("status", "--porcelain")).Should().BeEmpty();
        (await plan.Repository.GitAsync("config", "branch.fix-it.lwcoderbase")).Should().Be(newer);
    }

    [Fact]
    public async Task A_plan_that_was_never_started_has_nothing_to_move()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await MoveAsync(plan, await plan.Repository.CommitAsync("Newer"), "unstarted");
        (await plan.Repository.GitAsync("branch", "--list", "unstarted")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plan_with_work_stays(bool committed)
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Write("untracked.txt", "x");
        if (committed)
        {
            await TemporaryRepository.CommitInAsync(plan.Path, "Work");
        }
        var newer = await plan.Repository.CommitAsync("Newer");
        (await plan.Invoking(one => MoveAsync(one, newer)).Should().ThrowAsync<UserError>())
            .Which.Hint.Should().Contain("rebase");
        File.Exists(Path.Combine(plan.Path, "untracked.txt")).Should().BeTrue();
    }

    private static async Task MoveAsync(PlanWorktreeFixture plan, string newBase, string planId = PlanWorktreeFixture.PlanId)
    {
        var start = await PlanWorktreeFixture.Manager().LookUpAsync(plan.Facts, planId, plan.Worktree.BaseSha, default);
        await new PlanBase(plan.Repository.Cli).MoveAsync(plan.Facts, start, newBase, default);
    }
}
