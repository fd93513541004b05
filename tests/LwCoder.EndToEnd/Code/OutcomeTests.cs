using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Code;

/// <summary>How a session's end becomes an outcome and an exit code, whatever the agent's own exit code says.</summary>
public sealed class OutcomeTests
{
    [TheoryNeeding(Need.Docker)]
    [InlineData("text", "no_changes", 1)]
    [InlineData("401", "login_required", 6)]
    [InlineData("403", "login_required", 6)]
    [InlineData("429", "limit_reached", 4)]
    [InlineData("500", "failed", 1)]
    [InlineData("html", "failed", 1)]
    [InlineData("cut", "failed", 1)]
    public Task Claude_codes_end_is_told_as_it_was(string script, string outcome, int exitCode) =>
        EndsWith("claude-code", script, outcome, exitCode);

    [TheoryNeeding(Need.Docker)]
    [InlineData("text", "no_changes", 1)]
    [InlineData("401", "login_required", 6)]
    [InlineData("html", "failed", 1)]
    public Task Droids_end_is_told_as_it_was(string script, string outcome, int exitCode) =>
        EndsWith("droid", script, outcome, exitCode);

    [TheoryNeeding(Need.Docker)]
    [InlineData("500once")]
    [InlineData("429once")]
    public Task A_provider_that_recovers_does_no_harm(string script) =>
        EndsWith("claude-code", script, "completed", 0);

    [TheoryNeeding(Need.Docker)]
    [InlineData("hang")]
    [InlineData("hangmid")]
    public async Task A_silent_agent_is_ended_after_the_idle_timeout(string script)
    {
        await using var bench = await Workbench.InitialisedAsync(script);
        await bench.ConfigureAsync(Workbench.HostNetwork, "idle_timeout = \"4s\"");

        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Failed);

        bench.Repository.LatestRun().Fact("outcome").Should().Be("agent_hung");
        bench.Repository.Status().Should().Be("status: ready");
        (await bench.ContainersAsync()).Should().BeEmpty();
    }

    [FactNeeding(Need.Docker)]
    public async Task A_long_tool_call_is_not_silence()
    {
        // An agent is silent at its start as well, for longer the busier the machine is.
        await using var bench = await Workbench.InitialisedAsync(shell: "echo begin; sleep 40; echo late > late.txt");
        await bench.ConfigureAsync(Workbench.HostNetwork, "idle_timeout = \"30s\"");

        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Done);

        bench.Repository.IsInWorktree("late.txt").Should().BeTrue();
    }

    [FactNeeding(Need.Docker)]
    public async Task A_session_longer_than_its_limit_is_ended()
    {
        await using var bench = await Workbench.InitialisedAsync("slow");
        await bench.ConfigureAsync(Workbench.HostNetwork, "session_timeout = \"15s\"");

        (await bench.CodeAsync("claude-code")).Code.Should().NotBe(0);

        (await bench.ContainersAsync()).Should().BeEmpty();
        var hasWritten = bench.Server.Requests.Any(request => request.Conversation is { ToolResults: > 0 });
        (bench.Repository.IsInWorktree(ScriptBook.HelloFile) || !hasWritten).Should().BeTrue("what was done stays");
    }

    private static async Task EndsWith(string tool, string script, string outcome, int exitCode)
    {
        await using var bench = await Workbench.InitialisedAsync(script);
        // Claude Code's own ten retries take minutes.
        await bench.AddToImageAsync("ENV CLAUDE_CODE_MAX_RETRIES=1");

        (await bench.CodeAsync(tool)).ShouldEndWith((ExitCode)exitCode);

        bench.Repository.LatestRun().Fact("outcome").Should().Be(outcome);
        bench.Repository.Status().Should().Be(exitCode == 0 ? "status: implemented" : "status: ready");
    }
}
