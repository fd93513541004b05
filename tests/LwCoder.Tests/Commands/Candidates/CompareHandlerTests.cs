using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Prompting.Models;
using LwCoder.Tests.Support;
using LwCoder.Training.Comparisons;

namespace LwCoder.Tests.Commands.Candidates;

/// <summary>`candidates compare` with real git, the real agent mini and real tests; only the models are scripted.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CompareHandlerTests
{
    [Fact]
    public async Task The_better_wins_the_worse_loses_and_the_same_is_inconclusive()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 5);
        compared.AddJudge();
        await compared.AddCandidateAsync(passing: 4);
        await compared.AddCandidateAsync(passing: 1);
        await compared.AddCandidateAsync(passing: 2);
        var before = await StateOfAsync(compared);

        var lwCoder = await compared.CompareAsync(0, "1", "2", "3", "active", "--attempts", "1", "--jobs", "4");

        var comparison = compared.Newest;
        comparison.Candidates.Select(candidate => candidate.Verdict).Should().Equal(
            ComparisonVerdict.Won, ComparisonVerdict.Lost, ComparisonVerdict.Inconclusive);
        lwCoder.Printed.Should().Contain("won: better by").And.Contain("lost: worse by").And.Contain("inconclusive: ");
        comparison.Baseline.Should().BeEquivalentTo(
            new { Replays = 10, Unscored = 0, Cost = 1.10m, CostSource = "billed" }, lwCoder.Narrated);
        comparison.Candidates[0].Set.Mean.Should().Be(0.95, "all tests pass, and the judge says 0.9");
        comparison.Plans.Should().HaveCount(5).And.OnlyContain(plan => plan.Scores.Count == 2);
        compared.Models.Sessions.Should().Be(25);
        compared.Leftovers.Should().BeEmpty();
        (await StateOfAsync(compared)).Should().Be(before, "nothing of the user's is touched");

        await PromoteAsync("2", 3, "it lost the comparison");
        await PromoteAsync("3", 3, "it neither won nor lost the comparison");
        await PromoteAsync("1", 0, "it won the comparison");
        await PromoteAsync("2", 3, "and the active prompts are");

        async Task PromoteAsync(string candidate, int expected, string reason)
        {
            var promotion = compared.LwCoder();
            (await promotion.RunAsync("candidates", "promote", candidate)).Should().Be(expected, promotion.Narrated);
            (promotion.Printed + promotion.Narrated).Should().Contain(reason);
        }
    }

    [Fact]
    public async Task The_active_prompts_against_themselves_are_inconclusive_and_show_their_noise()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 5);
        // Of the four sessions of a plan, one of each side is better, and not the same.
        compared.Models.First = session => MiniScript.Write("result.txt", session % 4 < 2 ? "t1 t2 t3\n" : "t1 t2\n");

        await compared.CompareAsync(0, "active", "--jobs", "1");

        var again = compared.Newest.Candidates.Single();
        again.Verdict.Should().Be(ComparisonVerdict.Inconclusive);
        again.NoiseFloor.Should().BeGreaterThan(0);
        again.Set.Should().BeEquivalentTo(new { Name = "active/mini/default (again)", compared.Newest.Baseline.Fingerprint });
    }

    [Fact]
    public async Task What_was_replayed_is_not_replayed_again()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 2);
        await compared.AddCandidateAsync(passing: 4);
        await compared.CompareAsync(0, "1", "--attempts", "1");
        var record = File.ReadAllBytes(Path.Combine(compared.Folder, ComparisonFile.Name));

        var again = await compared.CompareAsync(0, "1", "--attempts", "1");

        compared.Models.Sessions.Should().Be(6);
        again.Narrated.Should().Contain("6 replays, 6 of them known");
        File.ReadAllBytes(Path.Combine(compared.Folder, ComparisonFile.Name)).Should().Equal(record);

        await compared.CompareAsync(0, "1", "--attempts", "2");
        compared.Models.Sessions.Should().Be(8, "the active prompts have their second attempt already");

        compared.Repository.Write(
            ".lw_coder/tasks/plan-1.md",
            File.ReadAllText(Path.Combine(compared.StateFolder, "tasks", "plan-1.md")) + "And more.\n");
        await compared.CompareAsync(0, "1", "--attempts", "2");
        compared.Models.Sessions.Should().Be(12, "another text is another plan");
    }

    [Fact]
    public async Task An_interrupted_comparison_goes_on()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 3);
        await compared.AddCandidateAsync(passing: 4);
        var interrupted = compared.LwCoder();
        compared.Models.Opened = session =>
        {
            if (session == 4)
            {
                interrupted.Cancellation.Cancel();
            }
        };

        (await interrupted.RunAsync("candidates", "compare", "1", "--sandbox", "host", "--trust", "--jobs", "1"))
            .Should().Be(130);

        var known = compared.Results;
        known.Should().HaveCount(3);
        compared.Leftovers.Should().BeEmpty();
        new ComparisonCatalog(compared.StateFolder, _ => { }).All().Should().BeEmpty();

        await compared.CompareAsync(0, "1", "--jobs", "1");

        compared.Models.Sessions.Should().Be(4 + 9);
        compared.Results.Should().HaveCount(12).And.Contain(known);
        compared.Newest.Candidates.Single().Should().BeEquivalentTo(new
        {
            Pairs = 3, Verdict = ComparisonVerdict.Inconclusive, Reason = "3 plans have scores of both; it takes 5",
        });
    }

    [Fact]
    public async Task When_the_money_is_spent_it_stops_and_reports()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 3);
        await compared.AddCandidateAsync(passing: 4);

        var lwCoder = await compared.CompareAsync(4, "1", "--max-cost", "0.45", "--jobs", "2");

        compared.Models.Sessions.Should().Be(4, "a fifth would cost more than is left");
        lwCoder.Printed.Should().Contain("stopped ").And.Contain(" of $0.45 are spent");
        compared.Newest.StoppedBy.Should().NotBeNull();
        compared.Newest.Candidates.Single().Pairs.Should().Be(1, "plans are replayed one after the other");

        await compared.CompareAsync(0, "1");
        compared.Models.Sessions.Should().Be(12);
        compared.Newest.StoppedBy.Should().BeNull();
    }

    [Fact]
    public async Task One_replay_tells_what_they_cost_before_many_begin()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 2);
        await compared.AddCandidateAsync(passing: 4);

        await compared.CompareAsync(4, "1", "--max-cost", "0.15", "--jobs", "4");

        compared.Models.Sessions.Should().Be(1);
    }

    [Fact]
    public async Task Where_costs_are_not_known_a_limit_stops_at_once()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 1);
        compared.Models.Cost = null;

        var lwCoder = await compared.CompareAsync(4, "active", "--attempts", "1", "--max-cost", "100", "--jobs", "4");

        compared.Models.Sessions.Should().Be(1);
        lwCoder.Printed.Should().Contain("stopped      what replays cost is not known here");
    }

    [Fact]
    public async Task Plans_that_a_candidate_was_trained_on_are_held_out()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 3);
        await compared.AddCandidateAsync(passing: 4, "plan-1", "plan-3");

        var lwCoder = await compared.CompareAsync(0, "1", "--attempts", "1");

        lwCoder.Narrated.Should().Contain("held out, since candidates were trained on them: plan-1, plan-3");
        compared.Newest.HeldOut.Should().Equal("plan-1", "plan-3");
        compared.Newest.Plans.Select(plan => plan.PlanId).Should().Equal("plan-2");

        var included = await compared.CompareAsync(0, "1", "--attempts", "1", "--include-trained", "--plans", "plan-1,plan-2");

        included.Narrated.Should().Contain("warning: candidates were trained on plan-1 and may only remember them");
        compared.Newest.Plans.Select(plan => (plan.PlanId, plan.TrainedOn.Count)).Should().Equal(("plan-1", 1), ("plan-2", 0));

        var none = await compared.CompareAsync(1, "1", "--plans", "plan-1");
        none.Narrated.Should().Contain("there is no past plan to replay that no candidate was trained on");
    }

    [Fact]
    public async Task A_login_that_has_run_out_stops_all_and_counts_against_nobody()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 2);
        await compared.AddCandidateAsync(passing: 4);
        compared.Models.First = session => session == 2 ? MiniScript.Fails(ModelErrorKind.Authentication) : null;

        await compared.CompareAsync(6, "1", "--jobs", "1");

        compared.Models.Sessions.Should().Be(2);
        compared.Newest.Candidates.Single().Set.Should().BeEquivalentTo(new { Replays = 0, Unscored = 1 });

        await compared.CompareAsync(0, "1", "--jobs", "1");
        compared.Newest.Candidates.Single().Set.Should().BeEquivalentTo(new { Replays = 4, Unscored = 0 });
    }

    [Fact]
    public async Task What_an_agent_fails_at_is_its_prompts_doing_and_what_its_provider_fails_at_is_not()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 1);
        compared.Models.First = session => session switch
        {
            1 => MiniScript.Fails(ModelErrorKind.Server),
            2 => MiniScript.Finish(failed: true),
            _ => MiniScript.Bash("true") with { Repeat = true },
        };
        var lwCoder = compared.LwCoder();
        lwCoder.Variables["LW_CODER_MAX_STEPS"] = "3";

        (await lwCoder.RunAsync(
            "candidates", "compare", "active", "--sandbox", "host", "--trust", "--attempts", "1", "--jobs", "1"))
            .Should().Be(0, lwCoder.Narrated);

        compared.Newest.Baseline.Should().BeEquivalentTo(new { Replays = 1, Unscored = 1, Mean = 0.0 }, lwCoder.Narrated);
        compared.Newest.Candidates.Single().Set.Should().BeEquivalentTo(
            new { Replays = 1, Unscored = 0, Mean = 0.0 }, lwCoder.Narrated);
        lwCoder.Narrated.Should().Contain("no score, failed: ").And.Contain("no change), limit_reached");
    }

    [Fact]
    public async Task A_replay_that_hangs_is_ended()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 1);
        compared.Models.First = _ => MiniScript.Finish() with { Delay = TimeSpan.FromMinutes(10) };

        var lwCoder = await compared.CompareAsync(0, "active", "--attempts", "1", "--jobs", "3", "--replay-timeout", "2s");

        compared.Newest.Baseline.Unscored.Should().Be(2);
        lwCoder.Narrated.Should().Contain("no score, timed_out: it took longer than 00:00:02");
        compared.Leftovers.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_killed_comparison_left_is_removed_by_the_next_and_by_gc()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 1);
        await compared.CompareAsync(0, "active", "--attempts", "1");
        var left = Path.Combine(compared.Folder, "replays", "plan-1.active.1");
        Leave();

        (await compared.LwCoder().RunAsync("gc")).Should().Be(0);

        compared.Leftovers.Should().BeEmpty();
        File.Exists(Path.Combine(left, "trace.md")).Should().BeTrue("what was found out stays");
        Leave();
        await compared.CompareAsync(0, "active", "--attempts", "1");
        compared.Leftovers.Should().BeEmpty();

        void Leave()
        {
            Directory.CreateDirectory(Path.Combine(left, "work", "repository"));
            File.WriteAllText(Path.Combine(left, "job.json"), "{}");
        }
    }

    [Fact]
    public async Task Folders_can_be_replayed_by_somebody_else()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 1);
        var folders = (await compared.CompareAsync(0, "active", "--attempts", "1", "--engine", "folders"))
            .Printed.TrimEnd().Split('\n');
        folders.Should().HaveCount(3).And.OnlyContain(folder => File.Exists(Path.Combine(folder, "job.json")));
        compared.Models.Sessions.Should().Be(0);
        (await compared.LwCoder().RunAsync("gc")).Should().Be(0);
        foreach (var folder in folders[..2])
        {
            (await compared.LwCoder().RunAsync("candidates", "run-one", folder, "--trust")).Should().Be(0);
        }

        await compared.CompareAsync(0, "active", "--attempts", "1");

        compared.Models.Sessions.Should().Be(3, "results that are there are taken over");
        compared.Newest.Baseline.Replays.Should().Be(2);
        compared.Leftovers.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_do_not_work_on_one_comparison()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 1);
        await compared.CompareAsync(0, "active", "--attempts", "1");
        using var other = ComparisonFolder.In(compared.StateFolder).Single().TryLock();

        (await compared.CompareAsync(1, "active", "--attempts", "1"))
            .Narrated.Should().Contain("is under way in another lw_coder");
    }

    [Fact]
    public async Task Json_is_the_record()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 1);
        compared.Repository.Write(".lw_coder/tasks/broken.md", "---\nplan_id: broken\nstatus: done\n---\n");

        var lwCoder = await compared.CompareAsync(0, "active", "--attempts", "1", "--json");

        using var json = JsonDocument.Parse(lwCoder.Printed);
        json.RootElement.GetProperty("schema_version").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("candidates")[0].GetProperty("verdict").GetString().Should().Be("inconclusive");
        lwCoder.Narrated.Should().Contain("the plan broken is not replayed: ");
    }

    [Theory]
    [InlineData("--engine swarm needs --image", "1", "--engine", "swarm")]
    [InlineData("--image goes with --engine swarm", "1", "--image", "x")]
    [InlineData("--engine takes local, swarm or folders", "1", "--engine", "slurm")]
    [InlineData("--attempts takes a whole number from 1 to 10", "1", "--attempts", "0")]
    [InlineData("--max-cost takes an amount", "1", "--max-cost", "-1")]
    [InlineData("--replay-timeout takes a duration", "1", "--replay-timeout", "soon")]
    [InlineData("are not for the same tool and variant", "mini/default/candidate-001", "droid/default/candidate-001")]
    public async Task Mistakes_are_told(string message, params string[] arguments)
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 0);
        await compared.AddCandidateAsync(passing: 4);
        compared.Repository.Write(".lw_coder/prompts/candidates/droid/default/candidate-001/main.md", "Do it.");

        (await compared.CompareAsync(2, arguments)).Narrated.Should().Contain(message);
    }

    [Fact]
    public async Task Without_trust_no_command_of_the_repository_runs()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 1);
        var lwCoder = compared.LwCoder();

        var exitCode = await lwCoder.RunAsync("candidates", "compare", "active", "--sandbox", "host");

        // Where bwrap confines what runs, nothing needs to be allowed.
        exitCode.Should().Be(lwCoder.Narrated.Contains("unprotected", StringComparison.Ordinal) ? 5 : 0, lwCoder.Narrated);
    }

    /// <summary>Branches, worktrees, runs and plans.</summary>
    private static async Task<string> StateOfAsync(ComparedRepository compared)
    {
        var files = Directory.EnumerateFiles(Path.Combine(compared.StateFolder, "tasks")).Order()
            .Select(file => file + File.ReadAllText(file));
        return string.Join('\n', files) + await compared.Repository.GitAsync("for-each-ref")
            + await compared.Repository.GitAsync("worktree", "list") + await compared.Repository.GitAsync("status", "--porcelain")
            + Directory.Exists(Path.Combine(compared.StateFolder, "runs"));
    }
}
