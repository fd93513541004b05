using System.Text.Json.Nodes;

namespace LwCoder.Benchmarks.Optimizers.Golden;

/// <summary>
/// Runs recorded cases of the reference (<c>{"cases": {group: [{name, input, expected}]}}</c>) against our code, and prints
/// a line a group.
/// </summary>
internal static class GoldenCases
{
    public const string Verb = "golden";

    private static readonly Dictionary<string, Func<string, JsonNode, JsonNode?>> Groups = new()
    {
        ["rng_mt19937"] = RandomCases.Draw,
        ["pareto"] = FrontCases.Reduce,
        ["state_front_update"] = FrontCases.Update,
        ["candidate_selectors"] = FrontCases.Select,
        ["batch_sampler"] = StrategyCases.Sample,
        ["acceptance"] = StrategyCases.Accept,
        ["proposal_selection"] = StrategyCases.Choose,
        ["component_round_robin"] = StrategyCases.TakeTurns,
        ["stoppers"] = StopperCases.Check,
        ["extract_instruction"] = TextCases.Extract,
        ["render_reflection"] = TextCases.Render,
        ["template_validation"] = TextCases.Validate,
        ["candidate_hash"] = TextCases.Hash,
        ["merge_desirable"] = MergeCases.IsDesirable,
        ["merge_filter_ancestors"] = MergeCases.Filter,
        ["merge_find_pair"] = MergeCases.FindPair,
        ["merge_attempt"] = MergeCases.Attempt,
        ["merge_subsample"] = MergeCases.Subsample,
        ["evaluation_cache"] = EngineCases.Remember,
        ["engine_scripted"] = EngineCases.Run,
        ["dspy_gepa_auto_budget"] = SizeCases.Budget,
        ["dspy_mipro_trials"] = SizeCases.Trials,
        ["dspy_strip_prefix"] = SizeCases.Strip,
    };

    public static int Run(string[] arguments)
    {
        if (arguments is not [var file])
        {
            Console.Error.WriteLine($"usage: {Verb} CASES.json");
            return 2;
        }
        var (passed, all) = (0, 0);
        foreach (var (group, cases) in JsonNode.Parse(File.ReadAllText(file))!["cases"]!.AsObject())
        {
            var failures = cases!.AsArray().Select(one => Failure(group, one!)).Where(failure => failure is not null).ToList();
            Console.WriteLine($"{(failures.Count == 0 ? "pass" : "FAIL")}  {group}  {cases.AsArray().Count - failures.Count}"
                + $"/{cases.AsArray().Count}");
            failures.ForEach(failure => Console.WriteLine($"      {failure}"));
            (passed, all) = (passed + cases.AsArray().Count - failures.Count, all + cases.AsArray().Count);
        }
        Console.WriteLine($"{passed} of {all} cases pass");
        return passed == all && all > 0 ? 0 : 1;
    }

    private static string? Failure(string group, JsonNode one)
    {
        var name = one["name"]!.GetValue<string>();
        if (!Groups.TryGetValue(group, out var run))
        {
            return $"{name}: no such group is known";
        }
        try
        {
            var expected = EngineCases.WithoutFault(name, one["expected"]);
            return JsonMatch.Difference(expected, run(name, one["input"]!)) is { } difference ? $"{name}: {difference}" : null;
        }
#pragma warning disable CA1031 // A case that crashes is a case that fails; the others still run.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return $"{name}: {error.GetType().Name}: {error.Message}";
        }
    }
}
