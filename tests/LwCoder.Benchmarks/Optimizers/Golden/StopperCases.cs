using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Benchmarks.Optimizers.Golden;

/// <summary>A case is named after its condition: <c>score_threshold 0.9</c>, <c>composite any(calls 10, score 0.9)</c>.</summary>
internal static partial class StopperCases
{
    public static JsonNode Check(string name, JsonNode input)
    {
        var condition = Parse(name);
        return Json.Of(input["sequence"]!.AsArray().Select(state => condition.IsMet(State(state!))));
    }

    private static SearchState State(JsonNode state)
    {
        var scores = state["scores"] is { } known ? known.Doubles()
            : [.. Enumerable.Repeat(0.0, state["candidates"]?.GetValue<int>() ?? 0)];
        var cost = state["cost"] ?? state["reflection_cost"] ?? state["total_cost"];
        var (iterations, calls) = (1 + (state["i"]?.GetValue<int>() ?? -1), state["calls"]?.GetValue<int>() ?? 0);
        return new SearchState(iterations, calls, scores, cost?.GetValue<decimal>() ?? 0);
    }

    private static StopCondition Parse(string words)
    {
        if (Group().Match(words) is { Success: true } group)
        {
            StopCondition[] parts = [.. group.Groups[2].Value.Split(',').Select(Parse)];
            return group.Groups[1].Value == "all" ? StopCondition.All(parts) : StopCondition.Any(parts);
        }
        var found = Single().Match(words);
        var number = double.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture);
        return found.Groups[1].Value switch
        {
            var kind when kind.Contains("call", StringComparison.Ordinal) => StopCondition.MetricCalls((int)number),
            var kind when kind.Contains("cost", StringComparison.Ordinal) => StopCondition.ReflectionCost((decimal)number),
            var kind when kind.Contains("improvement", StringComparison.Ordinal) => StopCondition.NoImprovement((int)number),
            var kind when kind.Contains("score", StringComparison.Ordinal) => StopCondition.Score(number),
            var kind when kind.Contains("tracked", StringComparison.Ordinal) => StopCondition.Candidates((int)number),
            var kind when kind.Contains("proposals", StringComparison.Ordinal) => StopCondition.Iterations((int)number),
            var kind => throw new NotSupportedException($"no condition {kind}"),
        };
    }

    [GeneratedRegex(@"\b(any|all)\s*\((.*)\)")]
    private static partial Regex Group();

    [GeneratedRegex(@"([a-z_]+)[ =:(]+([\d.]+)")]
    private static partial Regex Single();
}
