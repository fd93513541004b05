using System.Text.Json.Nodes;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Benchmarks.Optimizers.Golden;

internal static class RandomCases
{
    private static readonly int[] Sizes = [1, 2, 3, 7, 10, 100, 1000];
    private static readonly int[] Six = [3, 5, 8, 13, 21, 34];
    private static readonly double[] Weights = [0.1, 0.6, 0.3];
    private static readonly int[] Ten = [.. Enumerable.Range(0, 10)];

    public static JsonNode Draw(string name, JsonNode input)
    {
        var seed = input["seed"]!.GetValue<int>();
        var (choices, samples, weighted, dice) = (Random(seed), Random(seed), Random(seed), Random(seed));
        var (numbers, words) = (Random(seed), Random(seed));
        var shuffled = Ten.ToList();
        Random(seed).Shuffle(shuffled);
        return new JsonObject
        {
            ["random5"] = Json.Of(Enumerable.Range(0, 5).Select(_ => numbers.NextDouble())),
            ["getrandbits32x5"] = Json.Of(Enumerable.Range(0, 5).Select(_ => (JsonNode)words.NextBits(32))),
            ["choice_index_of_n"] = Json.Of(Sizes.Select(
                size => (JsonNode)Json.Of([size, choices.Choice([.. Enumerable.Range(0, size)])]))),
            ["shuffle10"] = Json.Of(shuffled),
            ["sample_10_3"] = Json.Of(samples.Sample(Ten, 3)),
            ["then_sample_100_5"] = Json.Of(samples.Sample([.. Enumerable.Range(0, 100)], 5)),
            ["then_sample_6_2"] = Json.Of(samples.Sample(Six, 2)),
            ["choices_weighted"] = Json.Of(weighted.Choices([0, 1, 2], Weights, 8)),
            ["then_choices_uniform"] = Json.Of(weighted.Choices([5, 6, 7], 5)),
            ["randint_1_4_x6"] = Json.Of(Enumerable.Range(0, 6).Select(_ => 1 + dice.Below(4))),
        };
    }

    private static MersenneTwister Random(int seed) => new(seed);
}
