using System.Text.Json.Nodes;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Benchmarks.Optimizers.Golden;

internal static class StrategyCases
{
    public static JsonNode Sample(string name, JsonNode input)
    {
        var sampler = new MinibatchSampler(
            input["minibatch"]!.GetValue<int>(), new MersenneTwister(input["mt_seed"]!.GetValue<int>()));
        var examples = input["n"]!.GetValue<int>();
        return Json.Of(input["plan"]!.AsArray().Select(step =>
        {
            // A step may say that there are more examples now, whatever it calls that.
            examples = step!.AsObject().Where(pair => pair.Key is not ("i" or "calls"))
                .Select(pair => pair.Value!.GetValue<int>()).Append(examples).First();
            return (JsonNode)Json.Of(Enumerable.Range(0, step["calls"]?.GetValue<int>() ?? 1)
                .Select(draw => (JsonNode)Json.Of(sampler.Next(examples, step["i"]!.GetValue<int>(), draw))));
        }));
    }

    public static JsonNode Accept(string name, JsonNode input)
    {
        var (before, after) = (input["before"].Doubles().Sum(), input["after"].Doubles().Sum());
        return new JsonObject
        {
            ["strict_improvement"] = ProposalSelection.IsAccepted(before, after, Acceptance.StrictImprovement),
            ["improvement_or_equal"] = ProposalSelection.IsAccepted(before, after, Acceptance.ImprovementOrEqual),
        };
    }

    public static JsonNode Choose(string name, JsonNode input)
    {
        var selection = input["strategy"]!.GetValue<string>() switch
        {
            "all" => ProposalSelection.All,
            "best" => ProposalSelection.Best,
            var top => new ProposalSelection(Json.Number(top.Replace("top", "", StringComparison.Ordinal).Trim('_', '-', ' '))),
        };
        var sums = input["before_after_sums"]!.AsArray().Select(pair => pair.Doubles()).Select(pair => (pair[0], pair[1]));
        return Json.Of(selection.Choose([.. sums], Acceptance.StrictImprovement));
    }

    public static JsonNode TakeTurns(string name, JsonNode input)
    {
        var candidate = new Candidate([.. input["components"]!.AsArray()
            .Select(component => new Component(component!.GetValue<string>(), ""))]);
        List<Lineage> members = [new(candidate, [], 0) { Index = 0 }];
        return Json.Of(input["ops"]!.AsArray().Select(operation =>
        {
            if (operation![0]!.GetValue<string>() == "select")
            {
                return (JsonNode)members[operation[1]!.GetValue<int>()].Choose(ComponentChoice.RoundRobin)[0];
            }
            var child = Lineage.ChildOf(candidate, [.. operation[1].Ints().Select(parent => members[parent])]);
            child.Index = members.Count;
            members.Add(child);
            return (JsonNode)child.Index.Value;
        }));
    }
}
