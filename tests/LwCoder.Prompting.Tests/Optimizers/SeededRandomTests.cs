using LwCoder.Prompting.Optimizers;

namespace LwCoder.Prompting.Tests.Optimizers;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_numbers_never_change()
    {
        // Runs are resumed and results compared across versions by these.
        var random = SeededRandom.For(7, "a purpose");

        Enumerable.Range(0, 6).Select(_ => random.Next(1000)).Should().Equal(86, 984, 938, 11, 532, 883);
    }

    [Fact]
    public void Purposes_do_not_share_numbers() =>
        SeededRandom.For(7, "one").NextDouble().Should().NotBe(SeededRandom.For(7, "two").NextDouble());

    [Fact]
    public void A_shuffle_keeps_everything() =>
        SeededRandom.For(1, "x").Shuffle(Enumerable.Range(0, 50)).Should().BeEquivalentTo(Enumerable.Range(0, 50))
            .And.NotBeInAscendingOrder();

    [Fact]
    public void A_weight_of_zero_is_never_drawn()
    {
        var random = SeededRandom.For(1, "weights");

        var drawn = Enumerable.Range(0, 4000).Select(_ => random.Pick([0, 3, 1, 0])).CountBy(index => index).ToDictionary();

        drawn.Keys.Should().BeEquivalentTo([1, 2]);
        ((double)drawn[1] / drawn[2]).Should().BeApproximately(3, 0.5);
    }
}
