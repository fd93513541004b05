using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;
using GepaOptimizer = LwCoder.Prompting.Optimizers.Gepa.Gepa;

namespace LwCoder.Prompting.Tests.Optimizers;

public sealed class OptimizationTests
{
    private static readonly string[] Words = ["alpha", "beta", "gamma", "delta"];

    private static readonly DataSplit Data = new(
        RuleTask.Examples(Words), RuleTask.Examples([.. Words, .. Words.Select(word => word + "2")]),
        RuleTask.Examples([.. Words.Select(word => word + "3"), .. Words.Select(word => word + "33")]));

    [Fact]
    public async Task The_result_is_compared_with_the_baseline_on_examples_the_search_did_not_see()
    {
        var report = await new Optimization(new RuleTask(), Data, new Adding(), new()).RunAsync();

        report.HeldOut
            .Should().Match<PairedComparison>(held => held.Pairs == 8 && held.BaselineMean == 0 && held.CandidateMean == 1);
        report.HeldOut.Verdict.Should().Be(Verdict.Better);
        report.IsChanged.Should().BeTrue();
        report.MetricCalls.Should().Be((8 * 5) + 16, "the baseline and four candidates on dev, two on test");
        report.ToMarkdown().Should().Contain("held out: 0.000 → 1.000 on 8").And.Contain("Answer. alpha beta gamma delta");
        report.ToJson().Should().Contain("\"verdict\": \"better\"");
    }

    [Fact]
    public async Task Without_test_examples_it_is_inconclusive() =>
        (await new Optimization(new RuleTask(), Data with { Test = [] }, new Adding(), new()).RunAsync())
            .HeldOut.Say().Should().Be("inconclusive: nothing was run on held-out examples");

    [Fact]
    public async Task Nothing_found_ties_with_itself()
    {
        var report = await new Optimization(new RuleTask("alpha beta gamma delta"), Data, new Adding(), new()).RunAsync();

        report.HeldOut.Verdict.Should().Be(Verdict.Tie);
        report.IsChanged.Should().BeFalse();
        report.ToMarkdown().Should().Contain("Nothing better than the prompt there was");
    }

    [Fact]
    public async Task A_budget_that_buys_no_proposal_is_refused_before_anything_is_spent()
    {
        var task = new RuleTask();
        var optimization = new Optimization(task, Data, new Adding(), new() { MaxMetricCalls = 20 });

        await FluentActions.Awaiting(() => optimization.RunAsync()).Should().ThrowAsync<OptimizerException>()
            .WithMessage("*buys no proposal*32 metric calls*");
        task.Runs.Should().Be(0);
    }

    [Fact]
    public void A_budget_of_one_proposal_is_said() =>
        new Optimization(new RuleTask(), Data, new Adding(), new() { MaxMetricCalls = 32 }).Forecast().Say(0.01m)
            .Should().Contain("32 metric calls (16 of them held out)").And.Contain("$0.32").And.Contain("buys one proposal");

    [Fact]
    public async Task The_search_ends_at_its_budget_and_what_it_found_is_compared()
    {
        var report = await new Optimization(new RuleTask(), Data, new Adding(), new() { MaxMetricCalls = 40 }).RunAsync();

        report.MetricCalls.Should().Be(40);
        report.Outcome.StoppedBy.Should().Contain("40 metric calls");
        report.HeldOut.Pairs.Should().Be(8);
    }

    [Fact]
    public async Task Money_for_the_comparison_is_kept_back()
    {
        var report = await new Optimization(
            new RuleTask { Cost = 0.01m }, Data, new Adding(), new() { MaxCost = 0.35m }).RunAsync();

        report.Spent.Cost.Should().BeLessThanOrEqualTo(0.35m).And.BeGreaterThan(0.30m);
        report.HeldOut.Pairs.Should().Be(8);
        report.Outcome.StoppedBy.Should().Contain("$0.35");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(50)]
    public async Task A_killed_run_goes_on_where_it_was_and_ends_as_if_it_had_not_been_killed(int diesAt)
    {
        using var folder = new TempFolder();
        var journal = folder.File("journal.jsonl");
        var whole = await new Optimization(new RuleTask(), Data, new Adding(), new()).RunAsync();
        var dying = new RuleTask { DiesAt = diesAt };
        await FluentActions.Awaiting(() => new Optimization(dying, Data, new Adding(), Options(journal)).RunAsync())
            .Should().ThrowAsync<InvalidOperationException>();
        // The line under way when the power went.
        await File.AppendAllTextAsync(journal, """{"key":"rollout|cut""");
        var second = new RuleTask();

        var report = await new Optimization(second, Data, new Adding(), Options(journal)).RunAsync();

        report.ToJson().Split("\"duration_ms\"")[0].Should().Be(whole.ToJson().Split("\"duration_ms\"")[0]);
        second.Runs.Should().Be(whole.MetricCalls - (diesAt - 1));
        (await new Optimization(new RuleTask { DiesAt = 1 }, Data, new Adding(), Options(journal)).RunAsync())
            .MetricCalls.Should().Be(whole.MetricCalls, "a finished run is told again for nothing");
    }

    [Fact]
    public async Task A_journal_of_another_run_is_refused()
    {
        using var folder = new TempFolder();
        var journal = folder.File("journal.jsonl");
        await new Optimization(new RuleTask(), Data, new Adding(), Options(journal)).RunAsync();

        await FluentActions.Awaiting(() => new Optimization(
                new RuleTask("Other."), Data, new Adding(), Options(journal)).RunAsync())
            .Should().ThrowAsync<OptimizerException>().WithMessage("*other examples, texts or settings*");
    }

    [Fact]
    public async Task A_failed_answer_is_a_score_and_an_outage_of_everything_is_not()
    {
        var signature = new Signature("rules", "Answer.", [Field.String("word")], [Field.String("answer")]);
        var failures = 0;
        var model = new StubClient(_ => ++failures % 2 == 0
            ? throw new ModelException(ModelErrorKind.Server, "down")
            : StubClient.Text("<<<answer>>>\nyes"));
        var down = new StubClient(_ => throw new ModelException(ModelErrorKind.Server, "down"));
        ModuleTask Task(StubClient client) =>
            new(new Predict(signature, client), LwCoder.Prompting.Evaluation.Metrics.From((_, _) => 1.0));
        var options = new OptimizerOptions { Parallelism = 1 };

        var report = await new Optimization(Task(model), Data, new Adding(1), options).RunAsync();
        report.Outcome.BaselineScore.Should().Be(0.5);

        await FluentActions.Awaiting(() => new Optimization(Task(down), Data, new Adding(1), options).RunAsync())
            .Should().ThrowAsync<ModelException>().WithMessage("*All of 8 runs failed*");
    }

    [Fact]
    public async Task One_rollout_tells_what_they_cost_before_many_begin()
    {
        var task = new RuleTask { Cost = 0.30m };

        var report = await new Optimization(task, Data, new GepaOptimizer(new WordReflector()), new() { MaxCost = 1 }).RunAsync();

        task.Runs.Should().Be(1, "eight would cost more than there is");
        report.Outcome.StoppedBy.Should().Contain("$1");
    }

    [Fact]
    public async Task What_a_cache_answered_does_not_tell_what_a_rollout_costs()
    {
        var task = new RuleTask { Cost = 0.30m, Cached = 3 };

        var report = await new Optimization(task, Data, new GepaOptimizer(new WordReflector()), new() { MaxCost = 1 }).RunAsync();

        task.Runs.Should().Be(4, "the first that costs anything tells that the rest would cost more than there is");
        report.Spent.Cost.Should().Be(0.30m);
    }

    [Fact]
    public async Task Money_for_the_comparison_is_kept_back_also_where_a_cache_answered_much_of_the_search()
    {
        var task = new RuleTask { Cost = 0.01m, Cached = 24 };

        var report = await new Optimization(task, Data, new Adding(), new() { MaxCost = 0.25m }).RunAsync();

        report.HeldOut.Pairs.Should().Be(8, "sixteen calls at one cent each");
        report.Spent.Cost.Should().BeLessThanOrEqualTo(0.25m);
    }

    [Fact]
    public async Task What_is_known_is_looked_at_again_also_when_the_money_is_spent_to_the_last_cent()
    {
        var search = new Optimization(
            new RuleTask { Cost = 0.01m }, Data with { Test = [] }, new Twice(), new() { MaxCost = 0.01m * Data.Dev.Count });

        var report = await search.RunAsync();

        report.Outcome.StoppedBy.Should().BeNull();
        report.Spent.Cost.Should().Be(0.01m * Data.Dev.Count);
    }

    [Fact]
    public async Task What_is_kept_back_is_left_over_in_calls_and_money()
    {
        var search = new Optimization(
            new RuleTask { Cost = 0.01m }, Data with { Test = [] }, new Adding(),
            new() { MaxMetricCalls = 40, MaxCost = 0.35m, KeptBack = 15 });

        search.Forecast().Say().Should().Contain("40 metric calls (15 of them held out)");
        (await search.RunAsync()).MetricCalls.Should().Be(16, "24 and the 15 that are kept back would cost 0.39");
    }

    [Fact]
    public async Task Proposals_that_are_too_long_empty_or_refused_by_the_task_are_run_on_nothing_and_counted()
    {
        foreach (var (written, reason) in new[]
        {
            ("```\n" + new string('x', 8_015) + "\n```", "it has 8015 characters, and may have 8014"),
            ("```\n\n```", "it is empty"),
            ("```\nforbidden\n```", "it is forbidden"),
        })
        {
            var (task, model) = (new RuleTask { Forbidden = "forbidden" }, new StubClient(_ => StubClient.Text(written)));

            var report = await new Optimization(task, Data, new GepaOptimizer(model), new() { MaxMetricCalls = 60 }).RunAsync();

            report.IsChanged.Should().BeFalse();
            report.MetricCalls.Should().Be(8 + 4 + 8, "the baseline alone is run");
            report.Refused.Should().HaveCountGreaterThan(1)
                .And.OnlyContain(refused => refused == new RefusedProposal("rules", reason));
            report.ToMarkdown().Should().Contain($"proposals; the last, for rules: {reason}");
            report.ToJson().Should().Contain(reason);
        }
    }

    [Fact]
    public async Task Progress_tells_calls_cost_and_the_best_candidate_with_its_score()
    {
        var heard = new List<OptimizerProgress>();

        await new Optimization(new RuleTask { Cost = 0.01m }, Data, new Adding(), new() { OnProgress = heard.Add }).RunAsync();

        heard.Select(progress => progress.Best).Distinct().Should().Equal(null, 0, 0.25, 0.5, 0.75, 1);
        heard.Select(progress => progress.BestCandidate?.Components[0].Text.Split(' ').Length).Distinct()
            .Should().Equal(null, 1, 2, 3, 4, 5);
        heard.Select(progress => progress.MetricCalls).Distinct().Should().Equal(Enumerable.Range(1, 56), "each call is told");
        heard[^1].Should().Match<OptimizerProgress>(
            last => last.MetricCalls == 56 && last.Spent.Cost == 0.56m && last.Stage == "done");
    }

    private static OptimizerOptions Options(string journal) => new() { JournalPath = journal, Parallelism = 1 };

    /// <summary>The simplest optimizer: adds the training examples' words one after another, keeping what helps.</summary>
    /// <summary>Measures the baseline, and then again.</summary>
    private sealed class Twice : IPromptOptimizer
    {
        public string Name => "twice";

        public string Settings => "none";

        public Forecast Plan(IPromptTask task, DataSplit data, int metricCalls) => new(data.Dev.Count, 0, 1, data.Dev.Count);

        public async Task<OptimizerOutcome> RunAsync(OptimizerContext context, DataSplit data, CancellationToken cancel)
        {
            var best = context.Task.Baseline;
            var first = (await context.MeasureAsync(best, data.Dev, cancel)).Average(rollout => rollout.Score.Value);
            var again = (await context.MeasureAsync(best, data.Dev, cancel)).Average(rollout => rollout.Score.Value);
            return new OptimizerOutcome(best, first, again, 1, null);
        }
    }

    private sealed class Adding(int most = 4) : IPromptOptimizer
    {
        public string Name => "adding";

        public string Settings => "none";

        public Forecast Plan(IPromptTask task, DataSplit data, int metricCalls) => new(
            Math.Min(metricCalls, data.Dev.Count * (most + 1)), 0,
            Math.Clamp((metricCalls / data.Dev.Count) - 1, 0, most), 2 * data.Dev.Count);

        public async Task<OptimizerOutcome> RunAsync(OptimizerContext context, DataSplit data, CancellationToken cancel)
        {
            var best = context.Task.Baseline;
            var first = await ScoreAsync(context, best, data, cancel);
            var (score, tried) = (first, 1);
            foreach (var example in data.Train.Take(most))
            {
                var next = best.With(new Component("rules", $"{best["rules"].Text} {example.Inputs.String("word")}"));
                try
                {
                    var found = await ScoreAsync(context, next, data, cancel);
                    tried++;
                    (best, score) = found > score ? (next, found) : (best, score);
                }
                catch (LwCoder.Prompting.Budgets.BudgetException spent)
                {
                    return new OptimizerOutcome(best, first, score, tried, spent.Message);
                }
            }
            return new OptimizerOutcome(best, first, score, tried, null);
        }

        private static async Task<double> ScoreAsync(
            OptimizerContext context, Candidate candidate, DataSplit data, CancellationToken cancel)
        {
            var score = (await context.MeasureAsync(candidate, data.Dev, cancel)).Average(rollout => rollout.Score.Value);
            context.Report("measuring", (candidate, score));
            return score;
        }
    }
}
