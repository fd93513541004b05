using LwCoder.Prompting.Optimizers;

namespace LwCoder.Prompting.Tests.Optimizers;

public sealed class PairedComparisonTests
{
    [Fact]
    public void Without_examples_nothing_is_said() =>
        PairedComparison.Of([], [], 1).Should().Be(new PairedComparison(0, null, null, null, Verdict.Inconclusive));

    [Fact]
    public void Equal_scores_are_a_tie() => PairedComparison.Of([0.2, 0.9], [0.2, 0.9], 1).Verdict.Should().Be(Verdict.Tie);

    [Theory]
    [InlineData(4, Verdict.Inconclusive)]
    [InlineData(5, Verdict.Better)]
    public void A_few_examples_prove_nothing_however_clear_they_are(int pairs, Verdict verdict) =>
        PairedComparison.Of(Same(0, pairs), Same(1, pairs), 1).Verdict.Should().Be(verdict);

    [Fact]
    public void A_difference_that_chance_may_have_made_is_inconclusive()
    {
        var comparison = PairedComparison.Of([0, 1, 0, 1, 0, 1, 0, 1], [1, 0, 1, 0, 1, 1, 0, 1], 1);

        comparison.Verdict.Should().Be(Verdict.Inconclusive);
        comparison.Difference!.Value.Low.Should().BeNegative();
        comparison.Difference.Value.High.Should().BePositive();
        comparison.Say().Should().StartWith("0.500 → 0.625 on 8 held-out examples, difference +0.125 [-")
            .And.EndWith(": inconclusive");
    }

    [Fact]
    public void A_worse_candidate_is_called_worse() =>
        PairedComparison.Of(Same(1, 9), Same(0.5, 9), 1).Verdict.Should().Be(Verdict.Worse);

    [Fact]
    public void The_interval_is_close_to_the_one_of_the_textbook()
    {
        // 100 differences, half 0 and half 1: mean 0.5, standard error 0.05.
        var comparison = PairedComparison.Of(Same(0, 100), [.. Same(0, 50), .. Same(1, 50)], 3);

        comparison.Difference!.Value.Low.Should().BeApproximately(0.402, 0.011);
        comparison.Difference.Value.High.Should().BeApproximately(0.598, 0.011);
    }

    private static List<double> Same(double score, int count) => [.. Enumerable.Repeat(score, count)];
}
