using System.Text.Json;
using System.Text.Json.Nodes;
using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Learning;

/// <summary>From samples to a candidate, and from a candidate to the active prompts, with the installed tool.</summary>
public sealed class TrainTests
{
    private const string Script = "train";
    private const string Candidate = "claude-code-cli/sonnet/candidate-001";

    private static readonly string Better = "Carry out {plan_text}. Let plan-keeper check it. "
        + string.Concat(Enumerable.Repeat("Run the tests, read what they say, and put it right. ", 40));

    [Fact]
    public async Task Samples_of_older_tools_become_a_candidate_which_can_be_promoted_and_taken_back()
    {
        await using var bench = await BenchAsync();
        var stock = Files(bench, "active/claude-code-cli/sonnet");

        var trained = (await bench.RunAsync("train", "--model", "vendor/writer", "--json")).ShouldEndWith(ExitCode.Done);

        trained.Error.Should().MatchRegex($@"shortened to the evidence: trace of {OldSamples.Huge}: \d+ of 7\d{{5}} characters");
        JsonNode.Parse(trained.Output)!["samples"]!.AsArray().Should().HaveCount(3);
        var asked = Questions(bench).Single().Conversation!.AllText;
        asked.Should().Contain(OldSamples.Needle).And.Contain("PROMPT-OF-THEN").And.Contain("SUMMARY-INSTEAD-OF-TRACE")
            .And.Contain("should have **asked**");
        asked.Length.Should().BeLessThan(500_000);
        (await bench.RunAsync("candidates", "diff", "1")).ShouldEndWith(ExitCode.Done).Output.Should().Contain("--- plan-keeper");
        (await bench.RunAsync("candidates", "promote", "1")).ShouldEndWith(ExitCode.ChecksFailed).Error
            .Should().Contain("candidates compare").And.Contain("--force");
        Files(bench, "active/claude-code-cli/sonnet").Should().BeEquivalentTo(stock);

        (await bench.RunAsync("candidates", "promote", "1", "--force")).ShouldEndWith(ExitCode.Done);

        Files(bench, "active/claude-code-cli/sonnet").Keys.Should().BeEquivalentTo("main.md", "plan-keeper.md");
        (await bench.RunAsync("candidates", "list")).ShouldEndWith(ExitCode.Done).Output.Should().EndWith("\tactive\n");
        (await bench.RunAsync("candidates", "rollback")).ShouldEndWith(ExitCode.Done);
        Files(bench, "active/claude-code-cli/sonnet").Should().BeEquivalentTo(stock);
        (await bench.RunAsync("candidates", "history")).ShouldEndWith(ExitCode.Done).Output
            .Should().Contain("\tpromote\t").And.Contain("\trollback\t");
    }

    [Fact]
    public async Task A_killed_train_goes_on_with_the_answers_it_has_and_comes_to_the_same_candidate()
    {
        await using var bench = await BenchAsync();
        using var mayWrite = new ManualResetEventSlim();
        Answer(bench, mayWrite.Wait);
        string[] train = ["train", "--model", "vendor/writer", "--select", "all", "--batch-size", "1"];
        await using (var first = await bench.StartAsync(train))
        {
            await Limited.UntilAsync(() => Questions(bench).Count == 4, "the last question was not asked");
            await bench.KillAsync(first);
        }
        mayWrite.Set();

        (await bench.RunAsync(train)).ShouldEndWith(ExitCode.Done).Output.Should().Contain($"candidate  {Candidate}\n");

        Questions(bench).Should().HaveCount(5, "what was studied is known, and only the prompts are written again");
        var expected = Files(bench, $"candidates/{Candidate}");
        Directory.Delete(bench.Repository[".lw_coder", "prompts", "candidates"], recursive: true);
        for (var delay = 50; delay <= 500; delay += 75)
        {
            await using var again = await bench.StartAsync(train);
            await Task.Delay(delay);
            await bench.KillAsync(again);
        }
        (await bench.RunAsync(train)).ShouldEndWith(ExitCode.Done);
        Questions(bench).Should().HaveCount(5);
        Directory.GetDirectories(bench.Repository[".lw_coder", "prompts", "candidates", "claude-code-cli", "sonnet"])
            .Should().ContainSingle();
        WithoutAnalysis(Files(bench, $"candidates/{Candidate}")).Should().BeEquivalentTo(WithoutAnalysis(expected));
    }

    [Fact]
    public async Task A_killed_promotion_is_whole_or_not_begun_and_can_be_repeated()
    {
        await using var bench = await BenchAsync();
        (await bench.RunAsync("train", "--model", "vendor/writer")).ShouldEndWith(ExitCode.Done);
        var stock = Files(bench, "active/claude-code-cli/sonnet");
        var better = WithoutAnalysis(Files(bench, $"candidates/{Candidate}"));
        for (var delay = 60; delay <= 420; delay += 60)
        {
            await using (var promotion = await bench.StartAsync("candidates", "promote", "1", "--force"))
            {
                await Task.Delay(delay);
                await bench.KillAsync(promotion);
            }
            // Any command that reads prompts finishes what was begun.
            (await bench.RunAsync("candidates", "list")).ShouldEndWith(ExitCode.Done);
            var active = Files(bench, "active/claude-code-cli/sonnet");
            active.Keys.Should().BeEquivalentTo((active.ContainsKey("plan-keeper.md") ? better : stock).Keys);

            (await bench.RunAsync("candidates", "promote", "1", "--force")).ShouldEndWith(ExitCode.Done);

            Files(bench, "active/claude-code-cli/sonnet").Should().BeEquivalentTo(better);
            (await bench.RunAsync("candidates", "rollback")).ShouldEndWith(ExitCode.Done);
            Files(bench, "active/claude-code-cli/sonnet").Should().BeEquivalentTo(stock);
        }
        var history = (await bench.RunAsync("candidates", "history", "--json")).ShouldEndWith(ExitCode.Done);
        JsonNode.Parse(history.Output)!["changes"]!.AsArray().Select(change => (string)change!["change"]!)
            .Should().Equal(Enumerable.Repeat(new[] { "promote", "rollback" }, 7).SelectMany(pair => pair));
    }

    private static async Task<Workbench> BenchAsync()
    {
        var bench = await Workbench.InitialisedAsync();
        OldSamples.WriteTo(bench.Repository);
        Answer(bench, () => { });
        bench.Environment["OPENROUTER_BASE_URL"] = bench.Server.Address(Script) + "/v1";
        bench.Environment["OPENROUTER_API_KEY"] = "sk-dummy";
        return bench;
    }

    /// <param name="beforeWriting">Runs before the prompts are answered, and not before lessons are.</param>
    private static void Answer(Workbench bench, Action beforeWriting) => bench.Server.AddAnswer(Script, conversation =>
    {
        if (!conversation.System.Contains("You improve the prompts of a coding agent", StringComparison.Ordinal))
        {
            return "<<<lessons>>>\n[\"Somebody has to look.\"]\n\n<<<end of answer>>>";
        }
        beforeWriting();
        var subagents = JsonSerializer.Serialize(new[]
        {
            new { name = "plan-keeper", description = "Compares the change with the plan.", prompt = "Read and report." },
        });
        return $"<<<main_prompt>>>\n{Better}\n\n<<<subagents>>>\n{subagents}\n\n"
            + "<<<analysis_summary>>>\nAs scripted.\n\n<<<end of answer>>>";
    });

    private static List<ModelRequest> Questions(Workbench bench) =>
        [.. bench.Server.Requests.Where(request => request is { Script: Script, Conversation: not null })];

    private static Dictionary<string, string> Files(Workbench bench, string folder) => Directory
        .EnumerateFiles(Path.Combine(bench.Repository[".lw_coder", "prompts"], folder))
        .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    /// <summary>It says when the candidate was made.</summary>
    private static Dictionary<string, string> WithoutAnalysis(Dictionary<string, string> files) =>
        files.Where(file => file.Key != "ANALYSIS.md").ToDictionary();
}
