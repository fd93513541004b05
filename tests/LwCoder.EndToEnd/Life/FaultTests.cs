using LwCoder.EndToEnd.Harness;

namespace LwCoder.EndToEnd.Life;

/// <summary>
/// Every command of a plan's life but `init`, stopped at each git process it starts: nothing is lost, main is whole, and the
/// same command simply run again comes to its end. The agent is `mini`, which runs no git that could be mistaken for lw_coder's.
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

    [TheoryNeeding(Need.Bwrap)]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task Plan_stopped_anywhere_can_be_repeated(string signal)
    {
        await using var life = await PlanWithWork.CreateAsync(
            "printf -- '---\\nplan_id: next\\n---\\n\\nDo the next thing.\\n' > ../output/next.md");

        await StopEverywhereAsync(
            life, signal, ["plan", "--text", "The next thing", "--headless", .. OnHost],
            async because =>
            {
                // A session that was stopped may have brought a plan of its own.
                var plans = Directory.GetFiles(life.Repository[".lw_coder", "tasks"], "next*.md");
                plans.Should().NotBeEmpty(because);
                foreach (var plan in plans.Select(plan => Path.GetFileNameWithoutExtension(plan)))
                {
                    (await life.Bench.RunAsync("plan", "lint", plan)).ShouldEndWith(ExitCode.Done);
                    await life.Repository.GitAsync("rev-parse", "--verify", $"refs/plan-backups/{plan}");
                }
                (await life.Repository.GitAsync("worktree", "list")).TrimEnd().Split('\n').Should().HaveCount(2, because);
                Directory.GetDirectories(life.Repository[".lw_coder", "plan-traces", "planning"])
                    .Where(session => Directory.Exists(Path.Combine(session, "worktree"))).Should().BeEmpty(because);
            });
    }

    [TheoryNeeding(Need.Bwrap)]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task Code_stopped_anywhere_can_be_repeated(string signal)
    {
        await using var life = await PlanWithWork.CreateAsync("echo more > more.txt");

        await StopEverywhereAsync(
            life, signal, ["code", Id, "--headless", .. OnHost],
            because =>
            {
                life.Repository.InWorktree("more.txt").Should().Be("more\n", because);
                life.Repository.InWorktree("loose.txt").Should().Be("loose\n", because);
                life.Plan.Should().Contain("status: implemented", because);
                return Task.CompletedTask;
            });
    }

    [TheoryNeeding(Need.Bwrap)]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task A_quick_fix_stopped_anywhere_can_be_repeated_or_gone_on_with(string signal)
    {
        await using var life = await PlanWithWork.CreateAsync("echo more > more.txt");

        await StopEverywhereAsync(
            life, signal, ["code", "--text", "Write more", "--headless", .. OnHost],
            async because =>
            {
                foreach (var plan in Directory.GetFiles(life.Repository[".lw_coder", "tasks"], "quick-fix-*.md"))
                {
                    var id = Path.GetFileNameWithoutExtension(plan);
                    if (File.ReadAllText(plan).Contains("status: implemented", StringComparison.Ordinal) is false)
                    {
                        (await life.Bench.RunAsync(["code", id, "--headless", .. OnHost])).ShouldEndWith(ExitCode.Done);
                    }
                    File.ReadAllText(life.Repository[".lw_coder", "worktrees", id, "more.txt"]).Should().Be("more\n", because);
                }
            });
    }

    private static IReadOnlyList<string> OnHost => ["--tool", "mini", "--sandbox", "host"];

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
