using System.Text.Json.Nodes;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Benchmarks.Optimizers.Golden;

internal static class TextCases
{
    public static JsonNode? Extract(string name, JsonNode input) => ReflectionReply.Text(input["lm_output"]!.GetValue<string>());

    public static JsonNode? Render(string name, JsonNode input) => ReflectionPrompt.Render(
        input["template"]!.GetValue<string>(), input["current"]!.GetValue<string>(),
        [.. input["records"]!.AsArray().Select(record => FieldValues.FromJson(record!.ToJsonString()))]);

    public static JsonNode Validate(string name, JsonNode input) => new JsonObject
    {
        ["valid"] = ReflectionPrompt.Problem(input["template"]!.GetValue<string>()) is null,
    };

    public static JsonNode? Hash(string name, JsonNode input) => CandidateHash.Of(Json.Candidate(input["candidate"]));
}
