using System.Text.Json.Nodes;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Benchmarks.Optimizers.Golden;

internal static class EngineCases
{
    private const string Fault = "reference fault";

    /// <summary>What is expected, unless it is a fault of the reference: then that the run ends without one.</summary>
    public static JsonNode? WithoutFault(string name, JsonNode? expected) =>
        name.StartsWith(Fault, StringComparison.Ordinal) ? new JsonObject { ["raised"] = null } : expected;

    public static JsonNode Run(string name, JsonNode input)
    {
        var host = new ScriptedHost(input);
        var events = new EventLog(input["max_metric_calls"]!.GetValue<int>());
        var settings = input["options"]!.AsObject();
        var options = Options(settings) with
        {
            Minibatch = input["minibatch"]!.GetValue<int>(),
            StopConditions = [StopCondition.MetricCalls(events.Budget)],
            OnEvent = events.Add,
        };
        var search = new GepaSearch(
            Json.Candidate(input["seed_candidate"]), host, options, settings["seed"]?.GetValue<int>() ?? 0);
        string? raised = null;
        try
        {
            search.RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (InvalidOperationException error)
        {
            raised = error.GetType().Name;
        }
        var pool = search.Pool;
        return new JsonObject
        {
            ["events"] = Json.Of(events.Events),
            ["raised"] = raised,
            ["candidates"] = Json.Of(pool.Members.Select(member => (JsonNode)Json.Of(member.Candidate))),
            ["parents"] = Json.Parents(pool.Members.Select(member => member.Parents)),
            ["val_average"] = Json.Of(pool.Means),
            ["total_metric_calls"] = events.MetricCalls,
            ["num_full_val_evals"] = pool.Members.Count,
            ["discovery"] = Json.Of(events.Discoveries),
            ["best_idx"] = pool.Best,
        };
    }

    public static JsonNode Remember(string name, JsonNode input)
    {
        var cache = new EvaluationCache();
        foreach (var put in input["put"] is JsonArray several ? several.ToArray() : [input["put"]])
        {
            cache.Put(Json.Candidate(put!["candidate"]), Set(put["split"]), put["ids"].Ints(),
                [.. put["scores"].Doubles().Select(score => new Outcome(score))]);
        }
        var found = input["gets"]!.AsArray().Select(get => cache.Find(
            new Candidate([new Component("p", get![0]!.GetValue<string>())]), Set(get[1]), get[2].Ints())).ToList();
        return new JsonObject
        {
            ["hits"] = Json.Of(found.Select(one => (JsonNode)new JsonObject(one.Hits.Select(
                hit => KeyValuePair.Create($"{hit.Key}", (JsonNode?)hit.Value.Score))))),
            ["misses"] = Json.Of(found.Select(one => (JsonNode)Json.Of(one.Misses))),
        };
    }

    private static ExampleSet Set(JsonNode? split) => split!.GetValue<string>() == "train" ? ExampleSet.Train : ExampleSet.Dev;

    /// <summary>The settings of a case or trace, by the reference's names; what it does not say is as published.</summary>
    public static GepaOptions Options(JsonObject settings)
    {
        var published = GepaOptions.AsPublished;
        return published with
        {
            Parents = Text(settings, "candidate_selection_strategy", "select") switch
            {
                "current_best" => ParentSelection.CurrentBest,
                "epsilon_greedy" => ParentSelection.EpsilonGreedy(),
                "top_k_pareto" => ParentSelection.TopKPareto(),
                _ => ParentSelection.Pareto,
            },
            Acceptance = Text(settings, "acceptance_criterion", "acceptance", "accept") == "improvement_or_equal"
                ? Acceptance.ImprovementOrEqual : Acceptance.StrictImprovement,
            Components = Text(settings, "module_selector", "module") == "all" ? ComponentChoice.All : ComponentChoice.RoundRobin,
            Frontier = Enum.Parse<FrontierType>(Text(settings, "frontier_type") ?? "instance", ignoreCase: true),
            MaxMerges = Flag(settings, "use_merge", "merge") == true
                ? settings["max_merge_invocations"]?.GetValue<int>() ?? 5 : 0,
            MergeOverlap = settings["merge_val_overlap_floor"]?.GetValue<int>() ?? published.MergeOverlap,
            SkipPerfect = Flag(settings, "skip_perfect_score") ?? true,
            PerfectScore = settings["perfect_score"]?.GetValue<double>() ?? published.PerfectScore,
            ReuseOutcomes = Flag(settings, "cache_evaluation") ?? false,
        };
    }

    private static string? Text(JsonObject settings, params string[] names) =>
        names.Select(name => settings[name]?.GetValue<string>()).FirstOrDefault(value => value is not null);

    private static bool? Flag(JsonObject settings, params string[] names) =>
        names.Select(name => settings[name]?.GetValue<bool>()).FirstOrDefault(value => value is not null);
}
