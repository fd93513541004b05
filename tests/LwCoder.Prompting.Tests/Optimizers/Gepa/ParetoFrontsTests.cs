using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Prompting.Tests.Optimizers.Gepa;

public sealed class ParetoFrontsTests
{
    [Fact]
    public void An_equal_joins_and_a_better_one_replaces()
    {
        var fronts = Of(FrontierType.Instance, Scores(0.5, 0.3), Scores(0.5, 0.6));

        fronts.Members.Values.Should().BeEquivalentTo(new[] { new[] { 0, 1 }, [1] }, options => options.WithStrictOrdering());
    }

    [Theory]
    [InlineData(FrontierType.Objective, "acc: 1, brief: 0")]
    [InlineData(FrontierType.Hybrid, "0: 0, 1: 1, acc: 1, brief: 0")]
    [InlineData(FrontierType.Cartesian, "0acc: 01, 0brief: 0, 1acc: 1, 1brief: 0")]
    public void Objectives_have_fronts_of_their_own(FrontierType type, string expected)
    {
        var fronts = Of(type,
            Scores(0.9, 0.1) with { Objectives = Objectives((1, 0.5), (0, 0.5)) },
            Scores(0.2, 0.8) with { Objectives = Objectives((1, 0.1), (1, 0.1)) });

        // The means of the second are worked out from its own objectives.
        string.Join(", ", fronts.Members.Select(front =>
            $"{front.Key.Example}{front.Key.Objective}: {string.Concat(front.Value)}")).Should().Be(expected);
    }

    [Fact]
    public void Fronts_of_objectives_refuse_a_metric_without() =>
        FluentActions.Invoking(() => Of(FrontierType.Cartesian, Scores(1))).Should().Throw<OptimizerException>()
            .WithMessage("*Rollout.Objectives*");

    [Fact]
    public void Examples_a_candidate_was_not_run_on_are_left_alone()
    {
        var fronts = Of(FrontierType.Instance, Scores(0.5, 0.5), Scores(0.6));

        fronts.Members.Values.Should().BeEquivalentTo(new[] { new[] { 1 }, [0] }, options => options.WithStrictOrdering());
    }

    private static ParetoFronts Of(FrontierType type, params Validation[] measured)
    {
        var fronts = new ParetoFronts(type);
        foreach (var (index, one) in measured.Index())
        {
            fronts.Add(index, new Validation(one.Scores, one.Objectives));
        }
        return fronts;
    }

    private static Validation Scores(params double[] scores) => new(
        scores.Index().ToDictionary(score => score.Index, score => score.Item),
        new Dictionary<int, IReadOnlyDictionary<string, double>>());

    private static Dictionary<int, IReadOnlyDictionary<string, double>> Objectives(params (double Acc, double Brief)[] scores) =>
        scores.Index().ToDictionary(score => score.Index, score => (IReadOnlyDictionary<string, double>)
            new OrderedDictionary<string, double> { ["acc"] = score.Item.Acc, ["brief"] = score.Item.Brief });
}
