using System.Globalization;
using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;
using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Code;

/// <summary>Whatever ends lw_coder, at whatever step: nothing lives on, host git works, and the next `code` succeeds.</summary>
public sealed class FaultTests
{
    /// <summary>What lw_coder narrates at each of its steps, in order.</summary>
    public static TheoryData<string> Steps =>
        ["Plan validation succeeded", "Worktree prepared at", "Run directory", "Prompts ready", "Image", "Session started"];

    [TheoryNeeding(Need.Docker)]
    [MemberData(nameof(Steps))]
    public async Task Killed_at_any_step_it_can_simply_be_started_again(string step)
    {
        await using var bench = await Workbench.InitialisedAsync("slow");
        await SignalAtAsync(bench, step, "KILL");

        await bench.Repository.GitAsync("status");
        bench.Follow("ok");
        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Done);

        await bench.Repository.GitInWorktreeAsync("status");
        (await bench.ContainersAsync()).Should().BeEmpty();
    }

    [TheoryNeeding(Need.Docker)]
    [InlineData("INT", "Worktree prepared at")]
    [InlineData("INT", "Session started")]
    [InlineData("TERM", "Worktree prepared at")]
    [InlineData("TERM", "Session started")]
    public async Task A_signal_cancels_cleanly(string signal, string step)
    {
        await using var bench = await Workbench.InitialisedAsync("slow");

        (await SignalAtAsync(bench, step, signal)).Should().Be((int)ExitCode.Interrupted);

        (await bench.ContainersAsync()).Should().BeEmpty();
        bench.Repository.Status().Should().Be("status: ready");
        bench.Repository.LatestRun().Fact("outcome").Should().Be("cancelled");
    }

    [FactNeeding(Need.Claude)]
    public async Task On_the_host_a_killed_lw_coder_leaves_no_agent()
    {
        await using var bench = await Workbench.InitialisedAsync("slow");

        await SignalAtAsync(bench, "Session started", "KILL", "--sandbox", "host");

        (await bench.RunAsync("why")).ShouldEndWith(ExitCode.Done).Output.Should()
            .Contain("interrupted").And.Contain("lw_coder_stopped (1.00, by outcome)").And.Contain("lw_coder code ");
        await Limited.UntilAsync(
            async () => !await HasProcessesAsync(bench), () => Task.FromResult("a process in the worktree lives on"));
    }

    [FactNeeding(Need.Docker)]
    public async Task Two_runs_on_one_plan_do_not_mix()
    {
        await using var bench = await Workbench.InitialisedAsync("slow");
        await using var first = await StartUntilAsync(bench, "Session started");

        var second = (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Failed);

        second.Error.Should().Contain(first.Id.ToString(CultureInfo.InvariantCulture), "it names who holds the plan");
        await Limited.UntilAsync(
            async () => (await bench.ContainersAsync()).Count > 0, () => Task.FromResult("the first has no container"));
        (await bench.ContainersAsync()).Should().ContainSingle();
    }

    [FactNeeding(Need.Claude)]
    public async Task A_worktree_deleted_by_hand_loses_no_commit()
    {
        await using var bench = await Workbench.InitialisedAsync("commit");
        (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Done);
        var work = await bench.Repository.HeadAsync(ScratchRepository.PlanId);
        Directory.Delete(bench.Repository.Worktree, recursive: true);
        bench.Follow("edit");

        SucceedsOrExplains(await bench.CodeAsync("claude-code", "--sandbox", "host"));

        await bench.Repository.GitAsync("merge-base", "--is-ancestor", work, ScratchRepository.PlanId);
    }

    [FactNeeding(Need.Claude)]
    public async Task A_branch_deleted_by_hand_is_not_mistaken_for_another()
    {
        await using var bench = await Workbench.InitialisedAsync();
        (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Done);
        await bench.Repository.GitAsync("update-ref", "-d", $"refs/heads/{ScratchRepository.PlanId}");
        await bench.Repository.GitAsync("tag", ScratchRepository.PlanId);

        SucceedsOrExplains(await bench.CodeAsync("claude-code", "--sandbox", "host"));

        bench.Repository.IsInWorktree(ScriptBook.HelloFile).Should().BeTrue("nothing an agent wrote is lost");
    }

    private static void SucceedsOrExplains(ToolRun code)
    {
        if (code.Code != (int)ExitCode.Done)
        {
            code.ShouldEndWith(ExitCode.Failed).Error.Should().Contain("fix:");
        }
    }

    /// <returns>The exit code.</returns>
    private static async Task<int> SignalAtAsync(Workbench bench, string step, string signal, params string[] more)
    {
        await using var running = await StartUntilAsync(bench, step, more);
        await bench.RunProgramAsync("/", "kill", $"-{signal}", $"{running.Id}");
        return await running.Exited.WaitAsync(Limited.Patience);
    }

    private static async Task<IRunningProcess> StartUntilAsync(Workbench bench, string step, params string[] more)
    {
        var running = await bench.StartAsync([.. Workbench.CodeArguments("claude-code"), "--headless", .. more]);
        using var limit = new CancellationTokenSource(Limited.Patience);
        var said = new List<string>();
        await foreach (var line in running.ReadLinesAsync(limit.Token))
        {
            said.Add(line.Text);
            if (line.IsError && line.Text.Contains(step, StringComparison.OrdinalIgnoreCase))
            {
                return running;
            }
        }
        throw new InvalidOperationException($"it ended without '{step}':\n{string.Join('\n', said)}");
    }

    private static async Task<bool> HasProcessesAsync(Workbench bench)
    {
        var list = await bench.RunProgramAsync("/", "sh", "-c", "ls -l /proc/[0-9]*/cwd 2>/dev/null; true");
        return list.Output.Contains(bench.Repository.Worktree, StringComparison.Ordinal);
    }
}
