using System.Text.Json.Nodes;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Benchmarks.Optimizers.Golden;

internal static class MergeCases
{
    public static JsonNode? IsDesirable(string name, JsonNode input) =>
        Merger.IsDesirable(Json.Candidate(input["ancestor"]), Json.Candidate(input["id1"]), Json.Candidate(input["id2"]));

    public static JsonNode? Filter(string name, JsonNode input) => Json.Of(Knowing(input).Worthwhile(
        input["i"]!.GetValue<int>(), input["j"]!.GetValue<int>(), input["ancestors"].Ints(), Family(input, hasParents: false)));

    public static JsonNode? FindPair(string name, JsonNode input) =>
        Knowing(input).FindPair(input["programs"].Ints(), Family(input), input["max_attempts"]!.GetValue<int>())
            is var (first, second, ancestor) ? Json.Of([first, second, ancestor]) : null;

    public static JsonNode Attempt(string name, JsonNode input)
    {
        var (merger, family) = (Knowing(input), Family(input));
        JsonNode? Merge()
        {
            var plan = merger.Find(
                input["merge_candidates"].Ints(), family, (_, _) => input["overlap_ok"]!.GetValue<bool>());
            return plan is null ? null : new JsonObject
            {
                ["program"] = Json.Of(plan.Candidate),
                ["id1"] = plan.First, ["id2"] = plan.Second, ["ancestor"] = plan.Ancestor,
            };
        }
        var first = Merge();
        var second = input["call_twice"]?.GetValue<bool>() == true ? Merge() : null;
        return new JsonObject
        {
            ["first"] = first,
            ["second"] = second,
            ["descriptions"] = Json.Of(merger.Built.Select(built => (JsonNode)new JsonArray(
                built.First, built.Second, Json.Of(built.Sources.Split(',').Select(Json.Number).Order())))),
        };
    }

    public static JsonNode Subsample(string name, JsonNode input)
    {
        var (first, second) = (input["scores1"].Scores(), input["scores2"].Scores());
        var count = input["k"]!.GetValue<int>();
        List<int> common = [.. first.Keys.Where(second.ContainsKey).Order()];
        List<int> Bucket(int sign) => [.. common.Where(example => first[example].CompareTo(second[example]) == sign)];
        return new JsonObject
        {
            ["ids"] = Json.Of(MergeSubsample.Draw(first, second, count, new MersenneTwister(input["mt_seed"]!.GetValue<int>()))),
            ["bucket1"] = Json.Of(Bucket(1)),
            ["bucket2"] = Json.Of(Bucket(-1)),
            ["tied"] = Json.Of(Bucket(0)),
            ["drawn_per_bucket"] = Json.Of(new[] { 1, -1 }.Select(sign => Math.Min((count + 2) / 3, Bucket(sign).Count))),
        };
    }

    private static Merger Knowing(JsonNode input)
    {
        var merger = new Merger(new MersenneTwister(input["mt_seed"]?.GetValue<int>() ?? 0));
        foreach (var used in (input["merged_triplets"]?.AsArray() ?? []).Select(triplet => triplet.Ints()))
        {
            merger.Remember(used[0], used[1], used[2]);
        }
        return merger;
    }

    private static Family Family(JsonNode input, bool hasParents = true) => new(
        [.. input["candidates"]!.AsArray().Select(Json.Candidate)],
        hasParents ? Json.ReadParents(input["parents"]) : [], input["scores"].Doubles());
}
