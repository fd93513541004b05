using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Prompting.Tests.Optimizers.Gepa;

/// <summary>Numbers of CPython 3.11.</summary>
public sealed class MersenneTwisterTests
{
    [Fact]
    public void Words_and_fractions_are_those_of_python()
    {
        var (words, fractions) = (new MersenneTwister(0), new MersenneTwister(42));

        Enumerable.Range(0, 3).Select(_ => words.NextBits(32)).Should().Equal(3626764237, 1654615998, 3255389356);
        Enumerable.Range(0, 2).Select(_ => fractions.NextDouble()).Should().Equal(0.6394267984578837, 0.025010755222666936);
    }

    [Fact]
    public void A_shuffle_is_that_of_python()
    {
        List<int> items = [.. Enumerable.Range(0, 10)];

        new MersenneTwister(0).Shuffle(items);

        items.Should().Equal(7, 8, 1, 5, 3, 4, 2, 0, 9, 6);
    }

    [Fact]
    public void Small_and_large_samples_are_those_of_python()
    {
        var random = new MersenneTwister(42);

        random.Sample([.. Enumerable.Range(0, 10)], 3).Should().Equal(1, 0, 4);
        random.Sample([.. Enumerable.Range(0, 100)], 5).Should().Equal(31, 28, 17, 94, 13);
    }

    [Fact]
    public void Weighted_choices_are_those_of_python()
    {
        var random = new MersenneTwister(0);

        random.Choices([0, 1, 2], [0.1, 0.6, 0.3], 8).Should().Equal(2, 2, 1, 1, 1, 1, 2, 1);
        random.Choices([5, 6, 7], 5).Should().Equal(6, 6, 7, 6, 5);
    }

    [Fact]
    public void A_negative_seed_is_its_absolute_value() =>
        new MersenneTwister(-7).NextBits(32).Should().Be(new MersenneTwister(7).NextBits(32));
}
