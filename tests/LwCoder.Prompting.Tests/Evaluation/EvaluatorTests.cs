using System.Text.Json;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Evaluation;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly Signature Echo = new("echo", "Repeat.", [Field.String("text")], [Field.String("copy")]);

    [Fact]
    public async Task Scores_failures_interval_cost_and_rows_are_reported()
    {
        // Words that are in no instruction of the adapters, as the rows are asked in any order.
        var model = new ScriptedChatClient(new Script(
        [
            new ScriptEntry { When = "alpha", Outputs = FieldValues.Of(("copy", "alpha")), Cost = 0.5m },
            new ScriptEntry { When = "beta", Outputs = FieldValues.Of(("copy", "wrong | cell\nsecond line")), Cost = 0.25m },
            new ScriptEntry { When = "gamma", Answer = "not an answer", Repeat = true },
        ]));

        var report =
            await new Evaluator(Metrics.Exact("copy")).RunAsync(new Predict(Echo, model), Rows("alpha", "beta", "gamma"));

        report.Rows.Select(row => row.Score?.Value).Should().Equal(1, 0, null);
        (report.Mean, report.MeanWithFailuresAsZero, report.Failures).Should().Be((0.5, 1.0 / 3, 1));
        report.Rows[2].Error.Should().BeOfType<LwCoder.Prompting.Adapters.AnswerException>();
        report.Usage.Cost.Should().Be(0.75m);
        report.Usage.Calls.Should().Be(5);
        report.ToMarkdown().Should()
            .Contain("mean 0.5 [-5.853, 6.853] of 2, 1 failed").And.Contain("wrong \\| cell\\nsecond line");
        JsonDocument.Parse(report.ToJson()).RootElement.GetProperty("rows")[0].GetProperty("score").GetDouble().Should().Be(1);
    }

    [Fact]
    public async Task Progress_is_heard_after_each_example()
    {
        var heard = new List<EvaluationProgress>();
        var evaluator = new Evaluator(Metrics.Exact("copy"), new EvaluationOptions { OnProgress = heard.Add });

        await evaluator.RunAsync(new Predict(Echo, Model()), Rows([.. Enumerable.Range(0, 20).Select(number => $"{number}")]));

        heard.Select(progress => progress.Done).Should().Equal(Enumerable.Range(1, 20));
        heard[^1].Mean.Should().Be(0);
    }

    [Fact]
    public async Task A_spent_budget_stops_the_rest_and_keeps_what_was_paid_for()
    {
        var model = Model().WithBudget(new Budget { MaxCalls = 3 });

        var report = await new Evaluator(Metrics.Exact("copy"), new EvaluationOptions { Parallelism = 1 })
            .RunAsync(new Predict(Echo, model), Rows([.. Enumerable.Range(0, 50).Select(number => $"{number}")]));

        report.Scores.Should().HaveCount(3);
        report.StoppedBy.Should().BeOfType<BudgetException>();
        report.Summary().Should().Contain("stopped after 4 of 50");
    }

    [Fact]
    public async Task Too_many_failures_stop_it_and_a_wrong_key_stops_it_at_once()
    {
        var broken = new StubClient(_ => throw new ModelException(ModelErrorKind.Server, "down"));
        var locked = new StubClient(_ => throw new ModelException(ModelErrorKind.Authentication, "no"));
        var options = new EvaluationOptions { Parallelism = 1, MaxFailures = 3 };
        var rows = Rows([.. Enumerable.Range(0, 50).Select(number => $"{number}")]);

        (await new Evaluator(Metrics.Exact("copy"), options).RunAsync(new Predict(Echo, broken), rows)).Rows.Should()
            .HaveCount(3);
        (await new Evaluator(Metrics.Exact("copy"), options).RunAsync(new Predict(Echo, locked), rows)).Rows.Should()
            .HaveCount(1);
    }

    [Fact]
    public async Task A_bug_in_the_metric_ends_it()
    {
        var evaluator = new Evaluator(Metrics.From((_, _) => throw new InvalidOperationException("bug")));

        await FluentActions.Awaiting(() => evaluator.RunAsync(new Predict(Echo, Model()), Rows("a")))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("bug");
    }

    [Fact]
    public async Task The_caller_can_cancel()
    {
        using var cancel = new CancellationTokenSource();
        var evaluator = new Evaluator(
            Metrics.Exact("copy"), new EvaluationOptions { OnProgress = _ => cancel.Cancel(), Parallelism = 1 });

        await FluentActions.Awaiting(() => evaluator.RunAsync(new Predict(Echo, Model()), Rows("a", "b", "c"), cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(new[] { 1.0 }, null, null)]
    [InlineData(new[] { 1.0, 1.0, 1.0 }, 1.0, 1.0)]
    [InlineData(new[] { 0.0, 1.0 }, -5.853, 6.853)]
    [InlineData(new[] { 2.0, 4.0, 6.0, 8.0 }, 0.8914, 9.1086)]
    public void The_interval_is_students(double[] values, double? low, double? high)
    {
        var interval = Interval.OfMean(values);

        (interval is null).Should().Be(low is null);
        if (interval is { } known)
        {
            known.Low.Should().BeApproximately(low!.Value, 0.001);
            known.High.Should().BeApproximately(high!.Value, 0.001);
        }
    }

    [Fact]
    public void Beyond_the_table_the_quantile_is_close()
    {
        // 101 values of variance 1 (50 pairs of ±1 would be 100/100): t(100) = 1.98397.
        var values = Enumerable.Range(0, 101).Select(index => index == 0 ? 0.0 : index % 2 == 0 ? 1 : -1).ToList();

        Interval.OfMean(values)!.Value.High.Should().BeApproximately(1.98397 / Math.Sqrt(101), 0.0001);
    }

    private static IReadOnlyList<Example> Rows(params string[] texts) =>
        [.. texts.Select(text => new Example(FieldValues.Of(("text", text)), FieldValues.Of(("copy", text))))];

    private static StubClient Model() => new("<<<copy>>>\nsomething\n<<<end of answer>>>");
}
