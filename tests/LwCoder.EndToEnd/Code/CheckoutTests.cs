using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Code;

/// <summary>Copies of untracked files, setup commands and hooks around a real agent, in a container and on the host.</summary>
public sealed class CheckoutTests
{
    private const string Secret = "hunter2hunter2";

    private static readonly string[] Settings =
    [
        Workbench.HostNetwork,
        "[worktree.file_sync]",
        "patterns = ['.env', 'conf/']",
        "[[code.setup]]",
        "name = 'prepare'",
        "command = 'set -e; grep -q \"plan_id: $LW_CODER_PLAN_ID\" \"$LW_CODER_PLAN_PATH\"; cd \"$LW_CODER_WORKTREE_PATH\"; "
            + "cat .env conf/local.ini; echo ready >> order'",
        "teardown = 'test -e hello.txt && echo done >> order'",
    ];

    [FactNeeding(Need.Docker)]
    public Task In_a_container() => IsLentAndTakenAway("docker");

    [FactNeeding(Need.Claude)]
    public Task On_the_host() => IsLentAndTakenAway("host", "--trust");

    [FactNeeding(Need.Docker)]
    public Task Killed_in_a_container_during_setup_the_next_run_puts_things_right() => IsPutRightAfterKill("docker");

    [FactNeeding(Need.Claude)]
    public Task Killed_on_the_host_during_setup_the_next_run_puts_things_right() => IsPutRightAfterKill("host", "--trust");

    private static async Task IsLentAndTakenAway(string sandbox, params string[] more)
    {
        await using var bench = await PreparedAsync(Settings);
        Directory.CreateDirectory(bench.Home[".lw_coder"]);
        await File.WriteAllTextAsync(bench.Home[".lw_coder", "config.toml"], """
            [hooks.code_complete]
            command = "echo ${plan_id} ${outcome} > hook-ran; sleep 1; echo late >> hook-ran"
            background = true
            """);

        var code = (await bench.CodeAsync("claude-code", ["--sandbox", sandbox, .. more])).ShouldEndWith(ExitCode.Done);

        code.Error.Should().Contain("setup: prepare").And.Contain("teardown: prepare").And.NotContain("warning: the teardown")
            .And.NotContain(Secret);
        bench.Repository.InWorktree("order").Should().Be("ready\ndone\n");
        (await bench.Repository.GitInWorktreeAsync("status", "--porcelain")).Should().Be("?? hello.txt\n?? order\n");
        bench.Repository.IsInWorktree(".env").Should().BeFalse();
        Directory.Exists(Path.Combine(bench.Repository.Worktree, "conf")).Should().BeFalse();
        bench.Repository.LatestRun().Patch.Should().Contain("hello.txt").And.NotContain(".env").And.NotContain(Secret);
        var log = await File.ReadAllTextAsync(Path.Combine(bench.Repository.LatestRun().Path, "setup.log"));
        log.Should().Contain("[redacted:").And.NotContain(Secret);
        await Limited.UntilAsync(
            () => File.Exists(bench.Repository["hook-ran"])
                && File.ReadAllText(bench.Repository["hook-ran"]) == "say-hello completed\nlate\n",
            "the hook did not outlive lw_coder");
    }

    private static async Task IsPutRightAfterKill(string sandbox, params string[] more)
    {
        await using var bench = await PreparedAsync([.. Settings.Select(line => line.Replace(
            "echo ready >> order", "echo ready >> order; test -e .go-on || sleep 100", StringComparison.Ordinal)
            .Replace("test -e hello.txt && ", "", StringComparison.Ordinal))]);
        await using (var running = await bench.StartAsync(
            [.. Workbench.CodeArguments("claude-code"), "--headless", "--sandbox", sandbox, .. more]))
        {
            await Limited.UntilAsync(
                () => bench.Repository.IsInWorktree("order"), "setup did not begin");
            await bench.RunProgramAsync("/", "kill", "-KILL", $"{running.Id}");
            await running.Exited.WaitAsync(Limited.Patience);
        }
        bench.Repository.IsInWorktree(".env").Should().BeTrue("nobody could take it away");
        await File.WriteAllTextAsync(Path.Combine(bench.Repository.Worktree, ".go-on"), "");

        (await bench.CodeAsync("claude-code", ["--sandbox", sandbox, .. more])).ShouldEndWith(ExitCode.Done);

        bench.Repository.InWorktree("order").Should().Be("ready\ndone\nready\ndone\n");
        bench.Repository.IsInWorktree(".env").Should().BeFalse();
        bench.Repository.LatestRun().Patch.Should().NotContain(Secret);
        if (sandbox == "docker")
        {
            (await bench.ContainersAsync()).Should().BeEmpty();
        }
    }

    private static async Task<Workbench> PreparedAsync(string[] settings)
    {
        var bench = await Workbench.InitialisedAsync();
        await bench.ConfigureAsync(settings);
        await File.WriteAllTextAsync(bench.Repository[".env"], $"DB_PASS={Secret}\n");
        Directory.CreateDirectory(bench.Repository["conf"]);
        await File.WriteAllTextAsync(bench.Repository["conf", "local.ini"], $"token = {Secret}-2\n");
        return bench;
    }
}
