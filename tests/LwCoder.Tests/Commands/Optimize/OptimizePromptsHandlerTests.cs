using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Prompting.Models;
using LwCoder.Tests.Support;
using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;

namespace LwCoder.Tests.Commands.Optimize;

/// <summary>`optimize prompts` with real git, the real agent mini and real tests; only the models are scripted.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OptimizePromptsHandlerTests
{
    private const string KilledIn = "LW_CODER_TEST_OPTIMIZE_UNTIL_KILLED";
    private const string KilledHome = "LW_CODER_TEST_OPTIMIZE_HOME";
    private const string Better = "```\nPLANTED-4 Do it well: {plan_text}\n```";

    [Fact]
    public async Task Better_prompts_become_a_candidate_with_its_comparison_and_nothing_is_promoted()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 9);
        compared.AddJudge();
        compared.Models.Writes = _ => Better;
        var active = File.ReadAllText(ActivePrompt(compared));

        var lwCoder = await compared.OptimizeAsync(0, "--jobs", "4");

        var candidate = Candidate(compared);
        candidate.Set.Main.Should().Be("PLANTED-4 Do it well: {plan_text}\n");
        candidate.Origin.Should().BeEquivalentTo(
            new { Selection = "optimize gepa", Tool = "mini", Variant = "default", Model = "vendor/writer" });
        candidate.Origin!.Samples.Should().HaveCount(4, "five of nine plans are held out");
        var comparison = compared.Newest;
        comparison.Plans.Select(plan => plan.PlanId).Should().HaveCount(5).And.NotIntersectWith(candidate.Origin.Samples);
        comparison.Candidates.Single()
            .Should().BeEquivalentTo(new { Verdict = ComparisonVerdict.Won, Pairs = 5 }, lwCoder.Narrated);
        lwCoder.Printed.Should().Contain("held out   won: better by 0.550 on 5 plans")
            .And.Contain("0.400 → 0.950 on 2 plans to choose by")
            .And.Contain("lw_coder candidates promote mini/default/candidate-001")
            .And.Contain("--- main").And.Contain("{+PLANTED-4+}");
        lwCoder.Narrated
            .Should().Contain("active/mini/default (main): 2 plans to learn from, 2 to choose by, 5 held out; at most $5.00.")
            .And.Contain("60 metric calls (15 of them held out)").And.Contain("this budget buys")
            .And.Contain("A metric call is a replay; what one costs is known after the first.")
            .And.Contain("active on plan-").And.Contain("prompts: ▁");
        File.ReadAllText(ActivePrompt(compared)).Should().Be(active);
        Directory.GetFiles(Path.Combine(compared.StateFolder, "optimizations"))
            .Should().BeEmpty("what is stored needs no journal");

        // What was said of the sessions is what the writer learns from.
        compared.Models.Asked.First().Should().Contain("t3 (failed before)").And.Contain("strict: ")
            .And.Contain("Make the tests pass.")
            .And.Contain("{plan_text}, where the plan goes, stands in it as often as today");
        var sessions = compared.Models.Sessions;
        await compared.CompareAsync(0, "1", "--attempts", "1");
        compared.Models.Sessions.Should().Be(sessions, "compare goes on from the same replays");
        (await compared.LwCoder().RunAsync("candidates", "promote", "1")).Should().Be(0);
    }

    [Theory]
    [InlineData("```\nPLANTED-2 Do it: {plan_text}\n```", null)]
    [InlineData("```\nPLANTED-1 Do it worse: {plan_text}\n```", null)]
    [InlineData("```\n \n```", "it is empty")]
    [InlineData("```\nPLANTED-4 Do it as in plan-5: {plan_text}\n```", "names a sample's plan")]
    [InlineData(null, "and may have 8056")]
    public async Task What_is_no_better_or_breaks_a_rule_leaves_no_candidate(string? written, string? refused)
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 6);
        compared.Models.Writes = _ => written ?? $"```\nPLANTED-4 {new string('x', 9_000)} {{plan_text}}\n```";

        var lwCoder = await compared.OptimizeAsync(0, "--budget-calls", "20");

        new CandidateCatalog(compared.StateFolder).Names().Should().BeEmpty();
        lwCoder.Printed.Should().Contain("candidate  none: nothing better than the active prompts was found");
        if (refused is not null)
        {
            lwCoder.Printed.Should().Contain("refused    ").And.Contain(refused);
            compared.Models.Sessions.Should().BeLessThanOrEqualTo(4, "only the active prompts are replayed");
        }
    }

    [Fact]
    public async Task An_interrupted_search_goes_on_and_ends_as_if_it_had_not_been()
    {
        using var whole = await ComparedRepository.CreateAsync(plans: 6);
        whole.Models.Writes = _ => Better;
        using var expected = JsonDocument.Parse((await whole.OptimizeAsync(0, "--json", "--jobs", "1")).Printed);
        const int At = 7;
        using var compared = await ComparedRepository.CreateAsync(plans: 6);
        compared.Models.Writes = _ => Better;
        var interrupted = compared.LwCoder();
        compared.Models.Opened = session =>
        {
            if (session == At)
            {
                interrupted.Cancellation.Cancel();
            }
        };
        (await interrupted.RunAsync(
            "optimize", "prompts", "--sandbox", "host", "--trust", "--writer", "vendor/writer", "--jobs", "1")).Should().Be(130);
        var known = ResultsOf(compared);
        known.Should().HaveCount(At - 1);

        using var json = JsonDocument.Parse((await compared.OptimizeAsync(0, "--json", "--jobs", "1")).Printed);

        ResultsOf(compared).Should().Contain(known, "what was replayed is not touched again");
        compared.Models.Sessions.Should().Be(whole.Models.Sessions + 1, "only the replay that was interrupted is repeated");
        compared.Models.Asked.Should().HaveCount(whole.Models.Asked.Count(), "no answer is paid twice");
        json.RootElement.GetProperty("fingerprint").GetString()
            .Should().Be(expected.RootElement.GetProperty("fingerprint").GetString());
        json.RootElement.GetProperty("search").GetProperty("metric_calls").GetInt32()
            .Should().Be(expected.RootElement.GetProperty("search").GetProperty("metric_calls").GetInt32());
    }

    [Fact]
    public async Task A_search_that_is_killed_goes_on_from_each_replay_that_had_ended()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 6);
        using (var victim = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "vstest", typeof(OptimizePromptsHandlerTests).Assembly.Location,
                $"/Tests:{typeof(OptimizePromptsHandlerTests).FullName}.{nameof(Optimizes_until_it_is_killed)}",
            },
            Environment = { [KilledIn] = compared.Root, [KilledHome] = compared.Home },
            RedirectStandardOutput = true,
        })!)
        {
            await Eventually.True(() => File.Exists(Path.Combine(compared.Home, "hangs")));
            await Killed.WithAllItStartedAsync(victim);
        }
        var known = ResultsOf(compared);
        known.Should().HaveCount(5, "the sixth hung");
        compared.Models.Writes = _ => Better;

        var lwCoder = await compared.OptimizeAsync(0);

        ResultsOf(compared).Should().Contain(known, "what was replayed is not touched again");
        lwCoder.Printed.Should().Contain("0.500 → 1.000").And.Contain("candidate-001");
        using var whole = await ComparedRepository.CreateAsync(plans: 6);
        whole.Models.Writes = _ => Better;
        await whole.OptimizeAsync(0);
        compared.Models.Sessions.Should().Be(whole.Models.Sessions - known.Count);
        Candidate(compared).Set.Fingerprint.Should().Be(Candidate(whole).Set.Fingerprint);
    }

    /// <summary>What is killed: does nothing unless it was started for it.</summary>
    [Fact]
    public async Task Optimizes_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(KilledIn) is not { Length: > 0 } root)
        {
            return;
        }
        var home = Environment.GetEnvironmentVariable(KilledHome)!;
        var models = new ComparedRepository.PlantedModels
        {
            Writes = _ => Better,
            First = session =>
            {
                if (session < 6)
                {
                    return null;
                }
                File.WriteAllText(Path.Combine(home, "hangs"), "");
                return MiniScript.Finish() with { Delay = TimeSpan.FromHours(1) };
            },
        };
        await new TestServices(root, home) { Models = models }.RunAsync(
            "optimize", "prompts", "--sandbox", "host", "--trust", "--writer", "vendor/writer", "--jobs", "1");
    }

    [Fact]
    public async Task Mipro_can_search_too()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 6);
        compared.Models.Writes = asked => asked.Contains("<<<instruction>>>", StringComparison.Ordinal)
                ? "<<<instruction>>>\nPLANTED-4 Do it well: {plan_text}\n\n<<<end of answer>>>"
            : asked.Contains("<<<observations>>>", StringComparison.Ordinal)
                && asked.Contains("<<<is_complete>>>", StringComparison.Ordinal)
                ? "<<<observations>>>\nPlans.\n\n<<<is_complete>>>\ntrue\n\n<<<end of answer>>>"
            : asked.Contains("<<<description>>>", StringComparison.Ordinal)
                ? "<<<description>>>\nAn agent.\n\n<<<end of answer>>>"
            : "<<<summary>>>\nPlans.\n\n<<<end of answer>>>";

        (await compared.OptimizeAsync(0, "--optimizer", "mipro")).Printed.Should().Contain("0.500 → 1.000");

        Candidate(compared).Origin!.Selection.Should().Be("optimize mipro");
    }

    [Fact]
    public async Task Replays_and_money_are_both_limits()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 6);
        compared.Models.Writes = asked => $"```\nPLANTED-3 Do it {asked.Length}: {{plan_text}}\n```";

        (await compared.OptimizeAsync(4, "--budget-calls", "13")).Narrated
            .Should().Contain("buys no proposal").And.Contain("14 metric calls").And.Contain("raise --budget-calls");
        compared.Models.Sessions.Should().Be(0);
        (await compared.OptimizeAsync(0, "--budget-calls", "14")).Narrated.Should().Contain("this budget buys one proposal");
        compared.Models.Sessions.Should().BeLessThanOrEqualTo(14);

        using var dear = await ComparedRepository.CreateAsync(plans: 6);
        dear.Models.Cost = 0.19m;
        dear.Models.Writes = compared.Models.Writes;
        var lwCoder = await dear.OptimizeAsync(0, "--max-cost", "2", "--seed", "1");
        dear.Models.Sessions.Should().BeLessThanOrEqualTo(10, "an eleventh would cost more than $2");
        lwCoder.Printed.Should().Contain("ended      The budget of $2");
    }

    [Fact]
    public async Task Where_costs_are_not_known_a_limit_that_was_asked_for_ends_it()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 6);
        compared.Models.Cost = null;
        compared.Models.Writes = _ => Better;

        (await compared.OptimizeAsync(4, "--max-cost", "3")).Narrated.Should().Contain("what replays cost is not known here");
        compared.Models.Sessions.Should().Be(1);
        (await compared.OptimizeAsync(0)).Printed.Should().Contain("candidate-001");
    }

    [Fact]
    public async Task A_login_that_has_run_out_ends_it_and_counts_against_nobody()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 6);
        compared.Models.Writes = _ => Better;
        compared.Models.First = session => session == 3 ? MiniScript.Fails(ModelErrorKind.Authentication) : null;

        (await compared.OptimizeAsync(6, "--jobs", "1")).Narrated.Should().Contain("the same command then goes on where it was");

        (await compared.OptimizeAsync(0, "--jobs", "1")).Printed.Should().Contain("0.500 → 1.000");
    }

    [Fact]
    public async Task A_replay_that_fails_by_chance_is_tried_again()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 6);
        compared.Models.Writes = _ => Better;
        compared.Models.First = session => session == 2 ? MiniScript.Fails(ModelErrorKind.Server) : null;

        (await compared.OptimizeAsync(0, "--jobs", "1")).Printed.Should().Contain("0.500 → 1.000");
    }

    [Fact]
    public async Task Too_few_plans_and_nothing_to_score_by_are_said_with_what_to_do()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 1);

        (await compared.OptimizeAsync(1)).Narrated.Should().Contain("1 past plan can be replayed, and 6 are needed")
            .And.Contain("lw_coder code");
        (await compared.OptimizeAsync(2, "--component", "reviewer")).Narrated
            .Should().Contain("there is no prompt 'reviewer'").And.Contain("name one of: main");
        (await compared.OptimizeAsync(2, "--optimizer", "bootstrap")).Narrated.Should().Contain("--optimizer takes gepa, mipro.");
        compared.Repository.Write(".lw_coder/config.toml", "[code]\ntool = 'mini'\n");
        var unscored = new TestServices(compared.Root, compared.Home);
        (await unscored.RunAsync("optimize", "prompts", "--sandbox", "host", "--trust")).Should().Be(1, unscored.Narrated);
        unscored.Narrated.Should().Contain("there are neither tests nor judges to score replays by");
    }

    [Fact]
    public async Task A_subagent_can_be_made_better_alone_and_a_few_plans_are_inconclusive()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 6);
        compared.Repository.Write(ActiveFolder + "main.md", "PLANTED-2 Do it, then call code-review-auditor: {plan_text}");
        compared.Repository.Write(
            ActiveFolder + "code-review-auditor.md", "---\nname: code-review-auditor\ndescription: Reviews.\n---\nReview it.\n");
        compared.Models.Writes = _ => "```\nReview it twice.\n```";
        compared.Models.First = session => session > 4 ? MiniScript.Write("result.txt", "t1 t2 t3 t4\n") : null;

        var lwCoder = await compared.OptimizeAsync(0, "--component", "review", "--jobs", "1");

        var candidate = Candidate(compared);
        candidate.Set.Main.Should().StartWith("PLANTED-2 Do it, then call code-review-auditor: ");
        candidate.Set.Subagents.Single().Should().BeEquivalentTo(new { Description = "Reviews.", Body = "Review it twice.\n" });
        lwCoder.Narrated
            .Should().Contain("warning: too few plans for a verdict: 2 of 6 can be held out; from 9 plans on it is 5");
        lwCoder.Printed.Should().Contain("held out   inconclusive: 2 plans have scores of both; it takes 5")
            .And.Contain("--- code-review-auditor").And.NotContain("--- main");
        compared.Models.Asked.First().Should().Contain("`code-review-auditor` was not called in this session.");
    }

    private const string ActiveFolder = ".lw_coder/prompts/active/mini/default/";

    private static string ActivePrompt(ComparedRepository compared) => Path.Combine(compared.Root, ActiveFolder, "main.md");

    private static Candidate Candidate(ComparedRepository compared)
    {
        var catalog = new CandidateCatalog(compared.StateFolder);
        return catalog.Read(catalog.Names().Single());
    }

    /// <summary>The results of all finished replays, by file.</summary>
    private static Dictionary<string, string> ResultsOf(ComparedRepository compared) =>
        Directory.GetFiles(Path.Combine(compared.StateFolder, "comparisons"), "*.json", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "results")
            .ToDictionary(file => file, File.ReadAllText);
}
