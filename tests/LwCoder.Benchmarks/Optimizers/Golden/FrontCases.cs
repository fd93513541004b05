using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Benchmarks.Optimizers.Golden;

internal static partial class FrontCases
{
    public static JsonNode Reduce(string name, JsonNode input)
    {
        var (fronts, scores) = (Json.Fronts(input["fronts"]), input["scores"].Doubles());
        var list = ParetoReduction.SamplingList(fronts, scores);
        return new JsonObject
        {
            ["fronts_after"] = Map(ParetoReduction.Reduce(fronts, scores), front => Json.Of(front)),
            ["survivors"] = Json.Of(ParetoReduction.Survivors(fronts, scores)),
            ["frequency"] = new JsonObject(list.GroupBy(candidate => candidate)
                .Select(group => KeyValuePair.Create($"{group.Key}", (JsonNode?)group.Count()))),
            ["sampling_list"] = Json.Of(list),
            ["picks_by_mt_seed"] = new JsonObject(Enumerable.Range(0, 3).Select(seed =>
                KeyValuePair.Create($"{seed}", (JsonNode?)Draws(ParentSelection.Pareto, seed, 6, fronts, scores)))),
        };
    }

    public static JsonNode Update(string name, JsonNode input)
    {
        var type = Enum.Parse<FrontierType>(input["frontier_type"]!.GetValue<string>(), ignoreCase: true);
        var pool = new GepaPool(type);
        var best = new GepaPool(FrontierType.Instance);
        foreach (var candidate in input["candidates"]!.AsArray())
        {
            pool.Add(Someone(), Measured(candidate!));
            best.Add(Someone(), Measured(candidate!));
        }
        return new JsonObject
        {
            ["front"] = Map(pool.Fronts.Members, front => Json.Of(front), key => Name(key, type)),
            ["best_per_val"] = new JsonObject(best.Fronts.Members.Keys.Select(
                key => KeyValuePair.Create($"{key.Example}", (JsonNode?)best.Fronts.BestAt(key)))),
            ["averages"] = Json.Of(pool.Means),
            ["objective_averages"] = Json.Of(pool.Validations.Select(
                measured => (JsonNode)Map(measured.ObjectiveMeans, mean => mean))),
            ["objective_best"] = new JsonObject(pool.Validations.SelectMany(measured => measured.ObjectiveMeans)
                .GroupBy(mean => mean.Key, mean => mean.Value)
                .Select(means => KeyValuePair.Create(means.Key, (JsonNode?)means.Max()))),
            ["best_program_full_eval_policy"] = pool.BestCovered,
            ["best_idx_of_result"] = pool.Best,
        };
    }

    public static JsonNode Select(string name, JsonNode input)
    {
        var (fronts, scores) = (Json.Fronts(input["fronts"]), input["scores"].Doubles());
        var seed = Seed().Match(name) is { Success: true } found ? Json.Number(found.Groups[1].Value) : 0;
        var number = Parameter().Match(name) is { Success: true } given ? given.Groups[1].Value : null;
        var selection = name.Split(' ', ':', '(')[0] switch
        {
            "pareto" => ParentSelection.Pareto,
            "current_best" => ParentSelection.CurrentBest,
            "epsilon_greedy" => ParentSelection.EpsilonGreedy(double.Parse(number ?? "0.1", CultureInfo.InvariantCulture)),
            // A case that says no number is about one candidate only.
            "top_k_pareto" => ParentSelection.TopKPareto(Json.Number(number ?? "1")),
            var other => throw new NotSupportedException($"no selector {other}"),
        };
        return Draws(selection, seed, input["draws"]!.GetValue<int>(), fronts, scores);
    }

    private static JsonArray Draws(
        ParentSelection selection, int seed, int count, OrderedDictionary<string, IReadOnlyList<int>> fronts, List<double> scores)
    {
        var selector = new ParentSelector(selection, new MersenneTwister(seed));
        return Json.Of(Enumerable.Range(0, count).Select(_ => selector.Select(fronts, scores)));
    }

    private static Lineage Someone() => new(new Candidate([new Component("text", "")]), [], 0);

    private static Validation Measured(JsonNode candidate) => new(
        candidate["scores"].Scores(),
        new OrderedDictionary<int, IReadOnlyDictionary<string, double>>((candidate["objectives"]?.AsObject() ?? [])
            .Select(pair => KeyValuePair.Create(Json.Number(pair.Key), (IReadOnlyDictionary<string, double>)pair.Value!.AsObject()
                .ToDictionary(score => score.Key, score => score.Value!.GetValue<double>())))));

    private static string Name(FrontKey key, FrontierType type) => (key, type) switch
    {
        ({ Example: { } example, Objective: { } objective }, _) => $"cartesian/{example}/{objective}",
        ({ Objective: { } objective }, FrontierType.Hybrid) => $"objective/{objective}",
        (_, FrontierType.Hybrid) => $"val_id/{key.Example}",
        _ => key.Objective ?? $"{key.Example}",
    };

    private static JsonObject Map<TKey, TValue>(
        IReadOnlyDictionary<TKey, TValue> map, Func<TValue, JsonNode> value, Func<TKey, string>? name = null)
        where TKey : notnull => new(map.Select(pair => KeyValuePair.Create(
            name?.Invoke(pair.Key) ?? $"{pair.Key}", (JsonNode?)value(pair.Value))));

    [GeneratedRegex(@"seed (\d+)")]
    private static partial Regex Seed();

    [GeneratedRegex(@"^\w+[ (:]+(?:k ?=? ?|epsilon ?=? ?)?(\d+(?:\.\d+)?)")]
    private static partial Regex Parameter();
}
