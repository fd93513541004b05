using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;
using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Planning;

/// <summary>`lw_coder plan` with the real agents, in containers and on the host.</summary>
public sealed class PlanTests
{
    private const string Id = "greet-people";

    /// <summary>The output folder lies beside the agent's worktree, in a container and on the host.</summary>
    private const string WritePlan =
        "printf -- '---\\nplan_id: greet-people\\ngit_sha: HEAD\\nstatus: "
        + "ready\\n---\\n\\nGreet people.\\n' > ../output/greet-people.md";

    [TheoryNeeding(Need.Docker)]
    [InlineData("claude-code")]
    [InlineData("droid")]
    [InlineData("mini")]
    public Task In_a_container_an_idea_becomes_a_plan(string tool) => BecomesAPlan(tool, "docker");

    [FactNeeding(Need.Claude, Need.Bwrap)]
    public Task On_the_host_claude_code_writes_a_plan() => BecomesAPlan("claude-code", "host");

    [FactNeeding(Need.Droid, Need.Bwrap)]
    public Task On_the_host_droid_writes_a_plan() => BecomesAPlan("droid", "host");

    [FactNeeding(Need.Bwrap)]
    public Task On_the_host_mini_writes_a_plan() => BecomesAPlan("mini", "host");

    [FactNeeding(Need.Docker)]
    public async Task A_plan_can_be_coded_as_it_came()
    {
        await using var bench = await Workbench.InitialisedAsync(shell: WritePlan);
        (await PlanAsync(bench, "claude-code", "docker")).ShouldEndWith(ExitCode.Done);
        bench.Follow("ok");

        (await bench.RunAsync("code", Id, "--tool", "claude-code", "--headless")).ShouldEndWith(ExitCode.Done);

        File.ReadAllText(bench.Repository[".lw_coder", "worktrees", Id, ScriptBook.HelloFile]).Should().Be(ScriptBook.Hello);
        File.ReadAllText(PlanIn(bench)).Should().Contain("status: implemented");
    }

    [FactNeeding(Need.Docker)]
    public Task Ctrl_C_keeps_the_plan_and_leaves_nothing_else() => CancelAsync("docker");

    [FactNeeding(Need.Claude, Need.Bwrap)]
    public Task On_the_host_Ctrl_C_keeps_the_plan_and_leaves_nothing_else() => CancelAsync("host");

    private static async Task CancelAsync(string sandbox)
    {
        await using var bench = await Workbench.InitialisedAsync(shell: $"{WritePlan}; echo begin; sleep 600");
        await using var running = await StartUntilWrittenAsync(bench, sandbox);

        await bench.RunProgramAsync("/", "kill", "-INT", $"{running.Id}");

        (await running.Exited.WaitAsync(Limited.Patience)).Should().Be((int)ExitCode.Interrupted);
        File.ReadAllText(PlanIn(bench)).Should().Contain("Greet people.");
        await bench.Repository.GitAsync("rev-parse", $"refs/plan-backups/{Id}");
        await NothingIsLeftAsync(bench);
    }

    [FactNeeding(Need.Docker)]
    public Task After_a_kill_the_next_start_takes_the_plan_over() => KillAsync("docker");

    [FactNeeding(Need.Claude, Need.Bwrap)]
    public Task On_the_host_after_a_kill_the_next_start_takes_the_plan_over() => KillAsync("host");

    private static async Task KillAsync(string sandbox)
    {
        await using var bench = await Workbench.InitialisedAsync(shell: $"{WritePlan}; echo begin; sleep 600");
        await using (var running = await StartUntilWrittenAsync(bench, sandbox))
        {
            await bench.RunProgramAsync("/", "kill", "-KILL", $"{running.Id}");
            await running.Exited.WaitAsync(Limited.Patience);
        }
        bench.Follow("text");

        var next = (await PlanAsync(bench, "claude-code", sandbox)).ShouldEndWith(ExitCode.Failed);

        next.Error.Should().Contain("was killed");
        File.ReadAllText(PlanIn(bench)).Should().Contain("Greet people.");
        await bench.Repository.GitAsync("rev-parse", $"refs/plan-backups/{Id}");
        await NothingIsLeftAsync(bench);
    }

    [FactNeeding(Need.Docker, Need.Tmux)]
    public async Task In_a_terminal_the_agent_talks_from_the_start()
    {
        await using var bench = await Workbench.InitialisedAsync(shell: WritePlan);
        await using var terminal = await bench.OpenAsync("plan", "--text", "Greet people", "--tool", "claude-code");

        await terminal.WaitForTextAsync(ScriptBook.Final);
        await terminal.SayAsync("/exit");

        (await terminal.WaitForExitAsync()).Should().Be(0, await terminal.HistoryAsync());
        File.ReadAllText(PlanIn(bench)).Should().Contain("Greet people.");
        await NothingIsLeftAsync(bench);
    }

    [FactNeeding(Need.Claude, Need.Bwrap, Need.Tmux)]
    public async Task On_the_host_an_agent_in_the_terminal_ends_with_a_killed_lw_coder()
    {
        await using var bench = await Workbench.InitialisedAsync(shell: $"{WritePlan}; echo begin; sleep 600");
        await using var terminal = await bench.OpenAsync(
            "plan", "--text", "Greet people", "--tool", "claude-code", "--sandbox", "host");
        var run = new RunFolder(await UntilWrittenAsync(bench));
        await Limited.UntilAsync(() => run.Fact("agent_process") is not null, "the agent's process is not on record");

        await bench.RunProgramAsync("/", "kill", "-KILL", run.Fact("owner")!.Split(':')[1]);

        var agent = ProcessIdentity.TryParse(run.Fact("agent_process")!)!;
        await Limited.UntilAsync(() => !agent.MayBeAlive, "the agent lives on");
        bench.Follow("text");
        (await PlanAsync(bench, "claude-code", "host")).ShouldEndWith(ExitCode.Failed).Error.Should().Contain("was killed");
        File.ReadAllText(PlanIn(bench)).Should().Contain("Greet people.");
        await NothingIsLeftAsync(bench);
    }

    private static async Task BecomesAPlan(string tool, string sandbox)
    {
        await using var bench = await Workbench.InitialisedAsync(shell: WritePlan);
        bench.LetMiniFollow("shell");

        var plan = (await PlanAsync(bench, tool, sandbox)).ShouldEndWith(ExitCode.Done);

        plan.Output.Should().Contain($"lw_coder code {Id}");
        File.ReadAllText(PlanIn(bench)).Should()
            .Contain("git_sha: \"0000000000000000000000000000000000000000\"").And.Contain("status: draft");
        (await bench.RunAsync("plan", "lint", Id)).ShouldEndWith(ExitCode.Done);
        var session = Directory.GetDirectories(bench.Repository[".lw_coder", "plan-traces", Id]).Should().ContainSingle().Subject;
        File.ReadAllText(Path.Combine(session, "trace.md")).Should().Contain("**Result**: success");
        bench.Server.Requests.Should().Contain(request =>
            request.Conversation != null && request.Conversation.AllText.Contains("Greet people, as was asked."));
        await NothingIsLeftAsync(bench);
    }

    private static Task<ToolRun> PlanAsync(Workbench bench, string tool, string sandbox) =>
        bench.RunAsync(Arguments(tool, sandbox));

    private static string[] Arguments(string tool, string sandbox) =>
    [
        "plan", "--text", "Greet people, as was asked.", "--headless", "--sandbox", sandbox, "--tool", tool,
        .. tool == "droid" ? ["--model", ScratchHome.DroidModel] : Array.Empty<string>(),
    ];

    private static async Task<IRunningProcess> StartUntilWrittenAsync(Workbench bench, string sandbox)
    {
        var running = await bench.StartAsync(Arguments("claude-code", sandbox));
        await UntilWrittenAsync(bench);
        return running;
    }

    /// <returns>The session's folder.</returns>
    private static async Task<string> UntilWrittenAsync(Workbench bench)
    {
        var sessions = bench.Repository[".lw_coder", "plan-traces", "planning"];
        await Limited.UntilAsync(() => Written().Any(), "the agent wrote no plan");
        return Written().First();

        // The session's folder is there before the folder for what it writes, and a file before what is in it.
        IEnumerable<string> Written() => Directory.Exists(sessions)
            ? Directory.GetDirectories(sessions).Where(session =>
                new DirectoryInfo(Path.Combine(session, "output")) is { Exists: true } output
                    && output.GetFiles().Any(file => file.Length > 0))
            : [];
    }

    private static string PlanIn(Workbench bench) => bench.Repository[".lw_coder", "tasks", $"{Id}.md"];

    private static async Task NothingIsLeftAsync(Workbench bench)
    {
        (await bench.ContainersAsync()).Should().BeEmpty();
        (await bench.Repository.GitAsync("worktree", "list")).TrimEnd().Split('\n').Should().ContainSingle();
        (await bench.Repository.GitAsync("branch", "--format=%(refname:short)")).Should().Be("main\n");
        (await bench.Repository.GitAsync("for-each-ref", "refs/lw_coder")).Should().BeEmpty();
    }
}
