using System.Globalization;
using LwCoder.Prompting.Evaluation;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;
using Optimizer = LwCoder.Prompting.Optimizers.Gepa.Gepa;

namespace LwCoder.Prompting.Tests.Optimizers.Gepa;

public sealed class GepaTests : IDisposable
{
    private static readonly string[] Words = [.. Enumerable.Range('a', 8).Select(letter => new string((char)letter, 4))];

    private static readonly DataSplit Data = new(
        RuleTask.Examples(Words), RuleTask.Examples(Words.Select(word => word + "2")),
        RuleTask.Examples(Words.Select(word => word + "3")));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_finds_every_rule_that_the_feedback_names()
    {
        var report = await RunAsync(new RuleTask(), new OptimizerOptions { MaxMetricCalls = 400 });

        report.Outcome.BestScore.Should().Be(1);
        report.Outcome.Best["rules"].Text.Split(' ').Should().Contain(Words);
        report.HeldOut.Verdict.Should().Be(Verdict.Better);
        report.Outcome.StoppedBy.Should().Contain("nothing left to learn");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_run_however_many_examples_run_at_once()
    {
        var one = await RunAsync(new RuleTask(), new OptimizerOptions { MaxMetricCalls = 120, Seed = 3, Parallelism = 1 });
        var many = await RunAsync(new RuleTask(), new OptimizerOptions { MaxMetricCalls = 120, Seed = 3, Parallelism = 16 });

        Told(many).Should().Be(Told(one));
    }

    [Fact]
    public async Task The_budget_holds_to_the_last_call()
    {
        foreach (var budget in new[] { 38, 41, 57, 63 })
        {
            var task = new RuleTask();
            await RunAsync(task, new OptimizerOptions { MaxMetricCalls = budget });
            task.Runs.Should().BeLessThanOrEqualTo(budget);
        }
    }

    [Fact]
    public void A_budget_is_told_in_proposals()
    {
        var plan = new Optimizer(new WordReflector()).Plan(new RuleTask(), Data, 22 + 12);

        plan.Should().Be(new Forecast(34, 3, 3, 22));
        new Optimizer(new WordReflector()).Plan(new RuleTask(), Data, 21).Proposals.Should().Be(0);
    }

    [Fact]
    public async Task An_example_without_an_answer_is_a_score_and_its_reason_is_reflected_on()
    {
        var signature = new Signature("rules", "Answer.", [Field.String("word")], [Field.String("answer")]);
        var reflector = new StubClient("```\nAnswer at once.\n```");
        var model = new StubClient(_ => throw new ModelException(ModelErrorKind.CutOff, "it went on and on"));
        var task = new ModuleTask(new Predict(signature, model), Metrics.From((_, _) => 1.0));

        var report = await new Optimization(task, Data, new Optimizer(reflector), new() { MaxMetricCalls = 60 }).RunAsync();

        report.Outcome.BaselineScore.Should().Be(0);
        reflector.Asked.First().Messages.Single().Text
            .Should().Contain("it went on and on").And.Contain("Fields and their order");
    }

    [Fact]
    public async Task A_reflecting_model_that_fails_costs_an_iteration()
    {
        var reflector = new StubClient(number => number < 3
            ? throw new ModelException(ModelErrorKind.Server, "down")
            : StubClient.Text("Answer. aaaa"));

        var optimization = new Optimization(new RuleTask(), Data, new Optimizer(reflector), new() { MaxMetricCalls = 120 });

        var report = await optimization.RunAsync();

        report.Outcome.BestScore.Should().Be(1.0 / 8);
    }

    [Fact]
    public async Task A_listener_that_fails_ends_nothing_and_is_told()
    {
        var heard = new List<string>();
        var options = new GepaOptions { OnEvent = _ => throw new InvalidOperationException("deaf") };
        var optimizer = new Optimizer(new WordReflector(), options);

        var report = await new Optimization(new RuleTask(), Data, optimizer,
            new() { MaxMetricCalls = 400, OnProgress = progress => heard.Add(progress.Stage) }).RunAsync();

        report.Outcome.BestScore.Should().Be(1);
        heard.Should().Contain("a listener failed: deaf");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(11)]
    [InlineData(25)]
    [InlineData(49)]
    [InlineData(70)]
    public async Task A_run_that_died_goes_on_and_ends_as_if_it_had_not(int diesAt)
    {
        var whole = await RunAsync(new RuleTask(), new OptimizerOptions { MaxMetricCalls = 120, Parallelism = 1 });
        var options = new OptimizerOptions { MaxMetricCalls = 120, Parallelism = 1, JournalPath = _folder.File("journal.jsonl") };
        await FluentActions.Awaiting(() => RunAsync(new RuleTask { DiesAt = diesAt }, options))
            .Should().ThrowAsync<InvalidOperationException>();
        var second = new RuleTask();

        var report = await RunAsync(second, options);

        Told(report).Should().Be(Told(whole));
        second.Runs.Should().Be(whole.MetricCalls - (diesAt - 1), "nothing is paid twice");
    }

    [Fact]
    public async Task Training_examples_that_also_decide_are_no_obstacle_to_going_on()
    {
        var data = Data with { Dev = Data.Train };
        var optimizer = new Optimizer(new WordReflector());
        var whole = await new Optimization(new RuleTask(), data, optimizer, new() { MaxMetricCalls = 150 }).RunAsync();
        var options = new OptimizerOptions { MaxMetricCalls = 150, Parallelism = 1, JournalPath = _folder.File("journal.jsonl") };
        await FluentActions.Awaiting(() => new Optimization(new RuleTask { DiesAt = 75 }, data, optimizer, options).RunAsync())
            .Should().ThrowAsync<InvalidOperationException>();
        var second = new RuleTask();

        var report = await new Optimization(second, data, optimizer, options).RunAsync();

        Told(report).Should().Be(Told(whole));
        second.Runs.Should().Be(whole.MetricCalls - 74, "what was asked twice is remembered twice");
    }

    [Fact]
    public async Task A_killed_process_is_taken_up_wherever_it_was()
    {
        var whole = await RunAsync(new RuleTask(), new OptimizerOptions { MaxMetricCalls = 200, Parallelism = 2 });
        var journal = _folder.File("journal.jsonl");
        foreach (var calls in new[] { 9, 30, 61 })
        {
            using var process = ChildProcess.Start("gepa", _folder.File("cache"), journal);
            while (await process.StandardOutput.ReadLineAsync() is { } line
                && int.Parse(line, CultureInfo.InvariantCulture) < calls)
            {
                // Each line is the metric calls made so far.
            }
            process.Kill();
            await process.WaitForExitAsync();
        }

        var options = new OptimizerOptions { MaxMetricCalls = 200, Parallelism = 2, JournalPath = journal };
        var report = await RunAsync(new RuleTask(), options);

        Told(report).Should().Be(Told(whole));
    }

    [Fact]
    public async Task A_step_costs_the_journal_its_own_line_and_no_more()
    {
        var journal = _folder.File("journal.jsonl");
        await RunAsync(new RuleTask(), new OptimizerOptions { MaxMetricCalls = 120, JournalPath = journal });

        var lines = await File.ReadAllLinesAsync(journal);
        lines.Skip(1).Select(line => line.Length).Max().Should().BeLessThan(1000);
        lines.Count(line => line.Contains("\"rollout|", StringComparison.Ordinal)).Should().BeInRange(100, 120);
    }

    private static Task<OptimizationReport> RunAsync(RuleTask task, OptimizerOptions options) =>
        new Optimization(task, Data, new Optimizer(new WordReflector()), options).RunAsync();

    private static string Told(OptimizationReport report) => report.ToJson().Split("\"duration_ms\"")[0];
}
