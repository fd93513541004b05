using LwCoder.EndToEnd.Harness;

namespace LwCoder.EndToEnd.Life;

/// <summary>
/// finalize, abandon and recover-plan, stopped at each git process they start: nothing is lost, main is whole, and the same
/// command simply run again comes to its end.
/// </summary>
public sealed class FaultTests
{
    private const string Id = ScratchRepository.PlanId;

    [TheoryNeeding]
    [InlineData("KILL", "rebase")]
    [InlineData("INT", "merge")]
    public async Task Finalize_stopped_anywhere_can_be_repeated(string signal, string way)
    {
        await using var life = await PlanWithWork.CreateAsync();

        await StopEverywhereAsync(life, signal, ["finalize", Id, "--merge", way], async because =>
        {
            (await life.Repository.GitAsync("show", "main:committed.txt")).Should().Be("committed\n", because);
            (await life.Repository.GitAsync("show", "main:loose.txt")).Should().Be("loose\n", because);
            File.Exists(life.Repository["loose.txt"]).Should().BeTrue(because);
            life.Plan.Should().Contain("status: done", because);
            await ShouldBeGoneAsync(life, because);
            (await life.Repository.GitAsync("for-each-ref", "refs/lw_coder", "refs/plan-backups")).Should().BeEmpty(because);
        });
    }

    [TheoryNeeding]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task Abandon_stopped_anywhere_can_be_repeated(string signal)
    {
        await using var life = await PlanWithWork.CreateAsync();
        var plan = life.Plan;

        await StopEverywhereAsync(life, signal, ["abandon", Id, "--yes"], async because =>
        {
            life.PlanExists.Should().BeFalse(because);
            await ShouldBeGoneAsync(life, because);
            (await life.Bench.RunAsync("recover-plan", Id)).ShouldEndWith(ExitCode.Done);
            await ShouldBeBackAsync(life, plan, because);
        });
    }

    [TheoryNeeding]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task Recover_plan_stopped_anywhere_can_be_repeated(string signal)
    {
        await using var life = await PlanWithWork.CreateAsync();
        var plan = life.Plan;
        (await life.Bench.RunAsync("abandon", Id, "--yes")).ShouldEndWith(ExitCode.Done);

        await StopEverywhereAsync(life, signal, ["recover-plan", Id], because => ShouldBeBackAsync(life, plan, because));
    }

    private static async Task StopEverywhereAsync(
        PlanWithWork life, string signal, string[] command, Func<string, Task> shouldBeComplete)
    {
        await life.SaveAsync();
        var main = await life.Repository.HeadAsync("main");
        for (var call = 1; ; call++)
        {
            var because = $"{string.Join(' ', command)} was sent {signal} at git call {call}";
            if (await life.RunStoppedAsync(call, signal, command) is not { } stopped)
            {
                call.Should().BeGreaterThan(5, "a command that was never stopped proves nothing");
                return;
            }
            stopped.Code.Should().BeOneOf(
                signal == "KILL" ? [137] : [(int)ExitCode.Interrupted, (int)ExitCode.Done], $"{because}: {stopped.Error}");
            await life.ShouldHaveLostNothingAsync(main, because);

            (await life.Bench.RunAsync(command)).ShouldEndWith(ExitCode.Done);

            await life.ShouldHaveLostNothingAsync(main, because + " and repeated");
            await shouldBeComplete(because);
            await life.RestoreAsync();
        }
    }

    private static async Task ShouldBeGoneAsync(PlanWithWork life, string because)
    {
        Directory.EnumerateFileSystemEntries(life.Repository[".lw_coder", "worktrees"]).Select(Path.GetFileName)
            .Should().BeSubsetOf([".gitignore"], because);
        (await life.Repository.GitAsync("worktree", "list")).TrimEnd().Split('\n').Should().ContainSingle(because);
        (await life.Repository.GitAsync("branch", "--list", Id)).Should().BeEmpty(because);
    }

    private static async Task ShouldBeBackAsync(PlanWithWork life, string plan, string because)
    {
        life.Plan.Should().Be(plan, because);
        life.Repository.InWorktree("committed.txt").Should().Be("committed\n", because);
        (await life.Repository.GitInWorktreeAsync("status", "--porcelain")).Should().Be("?? loose.txt\n", because);
        (await life.Repository.GitInWorktreeAsync("symbolic-ref", "--short", "HEAD")).Should().Be(Id + "\n", because);
    }
}
