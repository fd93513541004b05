using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Modules;

public sealed class SamplingTests
{
    private static readonly Signature Guess = new("guess", "Guess.", [Field.String("hint")], [Field.Integer("number")]);
    private static readonly FieldValues Inputs = FieldValues.Of(("hint", "large"));

    [Fact]
    public async Task The_best_of_several_tries_is_returned_with_all_of_them()
    {
        var model = Model(2, 9, 4);

        var prediction = await new BestOfN(new Predict(Guess, model), Number).RunAsync(Inputs);

        prediction.Outputs.Integer("number").Should().Be(9);
        prediction.Trials.Select(trial => trial.Score!.Value.Value).Should().Equal(2, 9, 4);
        prediction.Usage.Calls.Should().Be(3);
        model.Asked.Select(asked => asked.Options.GetRolloutId()).Should().Equal(null, 1, 2);
        model.Asked.Select(asked => asked.Options!.Temperature).Should().Equal(null, 1, 1);
    }

    [Fact]
    public async Task A_score_that_is_good_enough_ends_the_tries()
    {
        var model = Model(2, 9, 4);

        await new BestOfN(new Predict(Guess, model), Number, new SamplingOptions { Threshold = 9 }).RunAsync(Inputs);

        model.Calls.Should().Be(2);
    }

    [Fact]
    public async Task A_failed_try_is_a_try_and_only_if_all_fail_is_it_an_error()
    {
        var once = new StubClient("no", "no", "no", Answer(5));
        var never = new StubClient("no");

        var prediction = await new BestOfN(new Predict(Guess, once), Number, new SamplingOptions { Tries = 2 }).RunAsync(Inputs);
        var failing = () => new BestOfN(new Predict(Guess, never), Number, new SamplingOptions { Tries = 2 }).RunAsync(Inputs);

        prediction.Outputs.Integer("number").Should().Be(5);
        prediction.Trials[0].Error.Should().NotBeNull();
        prediction.Usage.Calls.Should().Be(4, "failed tries are paid for too");
        await failing.Should().ThrowAsync<LwCoder.Prompting.Adapters.AnswerException>();
        never.Calls.Should().Be(6);
    }

    [Fact]
    public async Task A_spent_budget_ends_the_tries_with_what_there_is()
    {
        var model = Model(2, 9, 4).WithBudget(new Budget { MaxCalls = 2 });

        var prediction = await new BestOfN(new Predict(Guess, model), Number, new SamplingOptions { Tries = 9 }).RunAsync(Inputs);

        prediction.Outputs.Integer("number").Should().Be(9);
        prediction.Trials.Should().HaveCount(3);
    }

    [Fact]
    public async Task Refine_carries_answer_and_feedback_into_the_next_try()
    {
        var model = Model(2, 9);
        var reward = new Reward((_, prediction, _) => ValueTask.FromResult(
            new Score(prediction.Outputs.Number("number") / 10, "Higher, please.")));

        await new Refine(new Predict(Guess, model), reward, new SamplingOptions { Tries = 2 }).RunAsync(Inputs);

        model.Asked.First().Messages[^1].Text.Should().NotContain("Higher");
        model.Asked.Last().Messages[^1].Text.Should().Contain("It answered {\"number\":2} and scored 0.2. Higher, please.");
    }

    private static ValueTask<Score> Number(FieldValues inputs, Prediction prediction, CancellationToken cancel) =>
        ValueTask.FromResult<Score>(prediction.Outputs.Number("number"));

    private static StubClient Model(params int[] numbers) => new([.. numbers.Select(Answer)]);

    private static string Answer(int number) => $"<<<number>>>\n{number}\n<<<end of answer>>>";
}
