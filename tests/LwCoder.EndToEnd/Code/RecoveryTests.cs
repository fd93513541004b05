using System.Text.Json.Nodes;
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

    [TheoryNeeding(Need.Droid)]
    [InlineData("infinite_retry", 0.85, null)]
    [InlineData("context_exhaustion", 0.9, "cache_plateau")]
    [InlineData("scope_creep", 0.75, "tool_cycle")]
    [InlineData("stuck_on_approval", 0.65, null)]
    [InlineData("model_confusion", 0.8, "tool_cycle")]
    public Task Droid_is_put_right_too(string category, double confidence, string? killedBy) =>
        IsPutRight("droid", "host", category, confidence, killedBy, isGoverned: killedBy is not null);

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

    [FactNeeding(Need.Claude)]
    public async Task An_agent_that_tries_a_dead_provider_for_ever_is_ended_and_not_blamed()
    {
        await using var bench = await Workbench.InitialisedAsync("500");
        await File.AppendAllLinesAsync(bench.Repository[".lw_coder", "config.toml"], ["[governor]", "stall_timeout = \"20s\""]);

        var code = (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.LimitReached);

        code.Error.Should().Contain("the governor ended the session (stall)")
            .And.Contain("no recovery: the provider of the model failed");
        var run = bench.Repository.Runs().Should().ContainSingle().Which.Manifest;
        run["diagnosis"]!["category"]!.ToString().Should().Be("provider_failed");
        (await bench.RunAsync("why")).Output.Should().Contain("errors meanwhile: ");
    }

    /// <param name="isGoverned">droid ends an infinite retry of its own accord, at the moment a governor would.</param>
    private static async Task IsPutRight(
        string tool, string sandbox, string category, double confidence, string? killedBy, bool isGoverned = true)
    {
        await using var bench = await Workbench.InitialisedAsync(category);
        if (!isGoverned)
        {
            await File.AppendAllLinesAsync(bench.Repository[".lw_coder", "config.toml"], ["[governor]", "enabled = false"]);
        }
        if (tool == "mini")
        {
            bench.LetMiniFollow(category);
        }

        var code = (await bench.CodeAsync(tool, "--sandbox", sandbox, "--trust")).ShouldEndWith(ExitCode.Done);

        bench.Repository.Runs().Should().HaveCount(2, code.Error);
        var (sick, cured) = (bench.Repository.Runs()[0].Manifest, bench.Repository.Runs()[1].Manifest);
        sick["killed_by"]?.ToString().Should().Be(killedBy);
        sick["diagnosis"]!["category"]!.ToString().Should().Be(category);
        ((double)sick["diagnosis"]!["confidence"]!).Should().Be(confidence);
        await ShouldBeProvenAsync(bench, category, killedBy);
        cured["outcome"]!.ToString().Should().Be("completed");
        cured["recovery_of"]!["session"]!.ToString().Should().Be(sick["session_id"]!.ToString());
        bench.Repository.InWorktree(ScriptBook.HelloFile).Should().Be(ScriptBook.Hello);
        bench.Repository.Status().Should().Be("status: implemented");
        if (sandbox == "docker")
        {
            (await bench.ContainersAsync()).Should().BeEmpty();
        }
    }

    /// <summary>By events of the record that are really there, and by rows of the store.</summary>
    private static async Task ShouldBeProvenAsync(Workbench bench, string category, string? killedBy)
    {
        var (sick, cured) = (bench.Repository.Runs()[0], bench.Repository.Runs()[1]);
        var diagnosis = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(sick.Path, "diagnosis.json")))!;
        var recorded = sick.Events.Select(happened => (long)happened["seq"]!).ToList();
        diagnosis["evidence"]!.AsArray().Should().NotBeEmpty().And.AllSatisfy(evidence =>
        {
            evidence!["events"]!.AsArray().Select(sequence => (long)sequence!).Should().NotBeEmpty().And.BeSubsetOf(recorded);
            evidence["quote"]!.ToString().Should().NotBeEmpty();
        });
        var rows = await bench.RunAsync("telemetry", "sql", "--csv", $"""
            SELECT category, child_relationships.child_task_id, child_relationships.completed_at IS NOT NULL,
                (SELECT punch_key FROM punches WHERE task_id = session_id AND punch_type = 'governor_kill')
            FROM diagnosis_classifications JOIN child_relationships ON parent_task_id = session_id WHERE session_id = '{sick.Fact("session_id")}'
            """);
        rows.ShouldEndWith(ExitCode.Done).Output.TrimEnd().Split('\n').Skip(1)
            .Should().Equal($"{category},{cured.Fact("session_id")},1,{killedBy}");
    }
}
