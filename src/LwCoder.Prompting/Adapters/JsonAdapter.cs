using System.Text.Json;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Adapters;

/// <summary>
/// One JSON object with a key per output. A fence and prose around it are forgiven; its content is not guessed at.
/// </summary>
internal sealed class JsonAdapter : Adapter
{
    public override string Name => "json";

    public override ChatResponseFormat? ResponseFormat(Signature signature, ModelProfile profile) => profile.SupportsJsonSchema
        ? ChatResponseFormat.ForJsonSchema(signature.OutputSchema, signature.Name)
        : null;

    public override string WriteOutputs(Signature signature, FieldValues outputs) => FieldJson.ToString(outputs);

    public override FieldValues ReadOutputs(Signature signature, string text) => signature.FitOutputs(Find(signature, text));

    protected override string Explain(Signature signature) =>
        $"Answer with one JSON object, by this schema:\n\n{signature.OutputSchema.GetRawText()}";

    protected override string Remind(Signature signature)
    {
        var keys = string.Join(", ", signature.Outputs.Select(field => field.Name));
        return $"Answer with one JSON object with the keys {keys}, and nothing else.";
    }

    /// <summary>
    /// The object that is the whole text, or the only one within prose that has all required keys. Two such objects
    /// are an error: which one is meant would be a guess.
    /// </summary>
    private static FieldValues Find(Signature signature, string text)
    {
        var whole = TextTolerance.WithoutFence(text).Trim();
        if (TryParse(whole, out var problem) is { } values)
        {
            return values;
        }
        var candidates = JsonScan.Objects(text)
            .Select(span => TryParse(span, out _))
            .OfType<FieldValues>()
            .Where(candidate => signature.Outputs.All(field => field.IsOptional || candidate.ContainsKey(field.Name)))
            .Distinct()
            .ToList();
        return candidates.Count switch
        {
            1 => candidates[0],
            0 => throw new FieldException("answer", problem!),
            _ => throw new FieldException("answer", "holds several JSON objects; write one"),
        };
    }

    private static FieldValues? TryParse(string text, out string? problem)
    {
        try
        {
            problem = null;
            return FieldValues.FromJson(text);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            problem = $"is not one JSON object: {error.Message}";
            return null;
        }
    }
}
