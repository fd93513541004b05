using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Code;

/// <summary>Sessions of real agents that go wrong: ended or ending, diagnosed, and put right by the next session.</summary>
public sealed class RecoveryTests
{
    [TheoryNeeding(Need.Docker)]
    [InlineData("claude-code", "infinite_retry", 0.85, "tool_cycle")]
    [InlineData("claude-code", "context_exhaustion", 0.9, "cache_plateau")]
    [InlineData("claude-code", "scope_creep", 0.75, "tool_cycle")]
    [InlineData("claude-code", "stuck_on_approval", 0.65, null)]
    [InlineData("claude-code", "model_confusion", 0.8, "tool_cycle")]
    [InlineData("mini", "infinite_retry", 0.85, "tool_cycle")]
    [InlineData("mini", "context_exhaustion", 0.9, "cache_plateau")]
    [InlineData("mini", "scope_creep", 0.75, "tool_cycle")]
    [InlineData("mini", "stuck_on_approval", 0.65, null)]
    [InlineData("mini", "model_confusion", 0.8, "tool_cycle")]
    public Task In_a_container_it_is_put_right(string tool, string category, double confidence, string? killedBy) =>
        IsPutRight(tool, "docker", category, confidence, killedBy);

    [TheoryNeeding(Need.Claude)]
    [InlineData("infinite_retry", 0.85, "tool_cycle")]
    [InlineData("context_exhaustion", 0.9, "cache_plateau")]
    [InlineData("scope_creep", 0.75, "tool_cycle")]
    [InlineData("stuck_on_approval", 0.65, null)]
    [InlineData("model_confusion", 0.8, "tool_cycle")]
    public Task On_the_host_it_is_put_right(string category, double confidence, string? killedBy) =>
        IsPutRight("claude-code", "host", category, confidence, killedBy);

    [TheoryNeeding(Need.Claude, Need.Droid)]
    [InlineData("claude-code")]
    [InlineData("droid")]
    public async Task An_agent_is_told_that_its_budget_ends_while_it_works(string tool)
    {
        await using var bench = await Workbench.InitialisedAsync("scope_creep");
        await File.AppendAllLinesAsync(bench.Repository[".lw_coder", "config.toml"], ["[governor]", "max_steps = 20"]);

        (await bench.CodeAsync(tool, "--sandbox", "host", "--recover", "0")).Code.Should().NotBe(0);

        bench.Server.Requests.Select(request => request.Body?.ToJsonString() ?? "")
            .Should().Contain(body => body.Contains("Most of your budget is used", StringComparison.Ordinal));
    }

    private static async Task IsPutRight(string tool, string sandbox, string category, double confidence, string? killedBy)
    {
        await using var bench = await Workbench.InitialisedAsync(category);
        bench.LetMiniFollow(category);

        var code = (await bench.CodeAsync(tool, "--sandbox", sandbox)).ShouldEndWith(ExitCode.Done);

        bench.Repository.Runs().Should().HaveCount(2, code.Error);
        var (sick, cured) = (bench.Repository.Runs()[0].Manifest, bench.Repository.Runs()[1].Manifest);
        sick["killed_by"]?.ToString().Should().Be(killedBy);
        sick["diagnosis"]!["category"]!.ToString().Should().Be(category);
        ((double)sick["diagnosis"]!["confidence"]!).Should().Be(confidence);
        cured["outcome"]!.ToString().Should().Be("completed");
        cured["recovery_of"]!["session"]!.ToString().Should().Be(sick["session_id"]!.ToString());
        bench.Repository.InWorktree(ScriptBook.HelloFile).Should().Be(ScriptBook.Hello);
        bench.Repository.Status().Should().Be("status: implemented");
        if (sandbox == "docker")
        {
            (await bench.ContainersAsync()).Should().BeEmpty();
        }
    }
}
