using FsCheck;
using FsCheck.Fluent;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Optimizers.Gepa;

public sealed class MinibatchSamplerTests
{
    [Fact]
    public void Every_example_comes_once_an_epoch() => Prop.ForAll(
        Gen.Zip(Gen.Choose(1, 6), Gen.Choose(1, 12)).Zip(Gen.Choose(0, 1000)).ToArbitrary(), drawn =>
        {
            var ((size, batches), seed) = drawn;
            var sampler = new MinibatchSampler(size, new MersenneTwister(seed));
            int[] all = [.. Enumerable.Range(0, size * batches)];
            return Enumerable.Range(0, 3).All(epoch => Enumerable.Range(epoch * batches, batches)
                .SelectMany(iteration => sampler.Next(all.Length, iteration)).Order().SequenceEqual(all));
        }).ShouldHold();

    [Fact]
    public void A_last_batch_is_filled_with_those_seen_least()
    {
        var sampler = new MinibatchSampler(3, new MersenneTwister(0));

        new[] { sampler.Next(7, 0), sampler.Next(7, 1), sampler.Next(7, 2) }.Should()
            .BeEquivalentTo(new[] { new[] { 4, 2, 1 }, [0, 5, 3], [6, 6, 3] }, options => options.WithStrictOrdering());
    }

    [Fact]
    public void More_draws_of_an_iteration_give_the_following_batches_and_disturb_nothing()
    {
        var sampler = new MinibatchSampler(2, new MersenneTwister(0));

        Enumerable.Range(0, 4).Select(draw => sampler.Next(6, 0, draw)).Should()
            .BeEquivalentTo(new[] { new[] { 4, 2 }, [1, 0], [5, 3], [4, 2] }, options => options.WithStrictOrdering());
        sampler.Next(6, 1).Should().Equal(1, 0);
    }

    [Fact]
    public void New_examples_are_shuffled_in_at_once()
    {
        var sampler = new MinibatchSampler(2, new MersenneTwister(0));
        sampler.Next(4, 0);

        Enumerable.Range(1, 3).SelectMany(iteration => sampler.Next(8, iteration)).Should().Contain(example => example >= 4);
    }

    [Fact]
    public void One_example_fills_a_batch() =>
        new MinibatchSampler(3, new MersenneTwister(1)).Next(1, 0).Should().Equal(0, 0, 0);
}
