using System.Text.Json.Nodes;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Optimizers.Mipro;

namespace LwCoder.Benchmarks.Optimizers.Golden;

internal static class SizeCases
{
    public static JsonNode? Budget(string name, JsonNode input) =>
        GepaBudget.Of(Int(input, "n"), Int(input, "predictors"), Int(input, "valset"));

    public static JsonNode Trials(string name, JsonNode input)
    {
        var size = MiproSize.Of(Int(input, "n"), Int(input, "predictors"), input["zero_shot"]!.GetValue<bool>());
        return new JsonObject
        {
            ["num_trials"] = size.Trials,
            ["instruction_candidates"] = size.Instructions,
            ["fewshot_sets"] = size.DemoSets,
            ["adjusted_trials_minibatch"] = size.TrialsWithFullEvaluations,
        };
    }

    public static JsonNode? Strip(string name, JsonNode input) => ProposalText.StripLabel(input["text"]!.GetValue<string>());

    private static int Int(JsonNode input, string name) => input[name]!.GetValue<int>();
}
