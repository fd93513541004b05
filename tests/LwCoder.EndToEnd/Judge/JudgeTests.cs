using System.Text.Json.Nodes;
using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Judge;

/// <summary>`judge` as a user has it: the installed tool, the stock judges, a model behind HTTP.</summary>
public sealed class JudgeTests
{
    private const string Script = "judge";

    [FactNeeding(Need.Claude)]
    public async Task The_stock_judges_score_what_an_agent_did()
    {
        await using var bench = await Workbench.InitialisedAsync();
        (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Done);
        await File.WriteAllTextAsync(Path.Combine(bench.Repository.Worktree, "by hand, later.txt"), "unstaged\n");
        AddJudge(bench);

        var run = (await bench.RunAsync("judge", "plan.md", "--json")).ShouldEndWith(ExitCode.Done);

        var answer = JsonNode.Parse(run.Output)!;
        ((double)answer["weighted_score"]!).Should().Be(0.74);
        answer["judges"]!.AsArray().Select(judge => (string)judge!["judge_name"]!)
            .Should().Equal("code-reuse", "plan-compliance");
        var folder = bench.Repository[".lw_coder", "runs", ScratchRepository.PlanId, "eval"];
        Directory.EnumerateFiles(folder).Select(Path.GetFileName).Should().BeEquivalentTo(
            "ai_changes.patch", "judge_code-reuse.json", "judge_code-reuse.md", "judge_plan-compliance.json",
            "judge_plan-compliance.md");
        var question = bench.Server.Requests.Last(request => request.Script == Script).Conversation!.AllText;
        question.Should().Contain($"     1 + |{ScriptBook.Hello}").And.Contain("\"by hand, later.txt\", new, +1 -0")
            .And.Contain("|Write hello.txt with one line of greeting.").And.Contain("hello.txt greets");
    }

    [FactNeeding(Need.Claude)]
    public async Task A_score_below_the_threshold_is_a_failed_check()
    {
        await using var bench = await Workbench.InitialisedAsync();
        (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Done);
        AddJudge(bench);

        (await bench.RunAsync("judge", "plan.md", "--threshold", "0.7")).ShouldEndWith(ExitCode.Done);
        var failed = (await bench.RunAsync("judge", "plan.md", "--threshold", "0.8")).ShouldEndWith(ExitCode.ChecksFailed);

        failed.Output.Should().Contain("weighted score  0.74 (threshold 0.80)");
        bench.Server.Requests.Count(request => request.Script == Script).Should().Be(2, "the second time the cache answers");
    }

    private static void AddJudge(Workbench bench)
    {
        bench.Server.AddAnswer(Script, conversation =>
        {
            var score = conversation.System.Contains("how well a change uses", StringComparison.Ordinal) ? "0.5" : "0.9";
            return $"<<<criteria>>>\n[]\n\n<<<feedback>>>\nAs scripted.\n\n<<<score>>>\n{score}\n\n<<<end of answer>>>";
        });
        bench.Environment["OPENROUTER_BASE_URL"] = bench.Server.Address(Script) + "/v1";
        bench.Environment["OPENROUTER_API_KEY"] = "sk-dummy";
    }
}
