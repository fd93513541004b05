using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Mipro;

namespace LwCoder.Prompting.Tests.Optimizers.Mipro;

public sealed class CategoricalTpeTests
{
    [Fact]
    public void The_first_suggestions_are_drawn_evenly()
    {
        var tpe = new CategoricalTpe([4]);
        tpe.Observe([2], 1);

        var drawn = Enumerable.Range(0, 4000).CountBy(number => tpe.Suggest(SeededRandom.For(number, "x"))[0]).ToDictionary();

        drawn.Values.Should().OnlyContain(count => count > 850 && count < 1150);
    }

    [Fact]
    public void Then_what_did_well_is_suggested_together()
    {
        // Only the pair (1, 1) is good; its halves alone are bad.
        var tpe = new CategoricalTpe([3, 3]);
        for (var number = 0; number < 40; number++)
        {
            var (left, right) = (number % 3, number / 3 % 3);
            tpe.Observe([left, right], left == 1 && right == 1 ? 1 : left == 1 || right == 1 ? 0 : 0.5);
        }

        var drawn = Enumerable.Range(0, 200).Select(number => tpe.Suggest(SeededRandom.For(number, "y"))).ToList();

        drawn.Count(point => point is [1, 1]).Should().BeGreaterThan(180);
    }

    [Fact]
    public void It_finds_the_best_of_many_combinations_sooner_than_chance()
    {
        static double Score(IReadOnlyList<int> point) =>
            (point[0] == 3 ? 0.5 : 0) + (point[1] == 5 ? 0.3 : 0) + (point[2] == 0 ? 0.2 : 0);
        static double Best(int seed, bool learns)
        {
            var (tpe, best) = (new CategoricalTpe([6, 6, 6]), 0.0);
            for (var trial = 0; trial < 40; trial++)
            {
                var source = learns ? tpe : new CategoricalTpe([6, 6, 6]);
                var point = source.Suggest(SeededRandom.For(seed, $"{trial}"));
                tpe.Observe(point, Score(point));
                best = Math.Max(best, Score(point));
            }
            return best;
        }

        var seeds = Enumerable.Range(0, 40).ToList();
        seeds.Average(seed => Best(seed, true)).Should().BeGreaterThan(seeds.Average(seed => Best(seed, false)) + 0.1);
    }
}
