using System.Text.Json.Nodes;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Benchmarks.Optimizers.Golden;

/// <summary>Scores from a table and texts from a list: the world of a recorded case.</summary>
internal sealed class ScriptedHost(JsonNode input) : IGepaHost
{
    private readonly Queue<JsonNode?> _proposals = new(input["proposals"]!.AsArray());

    public decimal ReflectionCost => 0;

    public bool CanAfford(int metricCalls) => true;

    public void Forget(Candidate candidate, ExampleSet? set = null)
    {
    }

    public int Count(ExampleSet set) => Table(set)[Key(Json.Candidate(input["seed_candidate"]))]!.AsArray().Count;

    public Task<Measurement> EvaluateAsync(
        Candidate candidate, ExampleSet set, IReadOnlyList<int> examples, CancellationToken cancel)
    {
        var scores = Table(set)[Key(candidate)]?.AsArray()
            ?? throw new InvalidOperationException($"the case has no scores for {Key(candidate)}");
        return Task.FromResult(new Measurement(
            [.. examples.Select(example => new Outcome(scores[example]!.GetValue<double>()))],
            [.. examples.Select(example => new Rollout(new Score(scores[example]!.GetValue<double>()), FieldValues.Empty))],
            examples.Count));
    }

    public Task<IReadOnlyDictionary<string, string>> ReflectAsync(ReflectionRequest request, CancellationToken cancel)
    {
        // A null is a model that fails; it is asked once more.
        var texts = Propose(request) ?? Propose(request) ?? [];
        return Task.FromResult<IReadOnlyDictionary<string, string>>(texts);
    }

    private Dictionary<string, string>? Propose(ReflectionRequest request)
    {
        var texts = new Dictionary<string, string>();
        foreach (var component in request.Components)
        {
            var next = _proposals.Count > 0 ? _proposals.Dequeue() : "";
            if (next is null)
            {
                return null;
            }
            if (next.GetValue<string>() is { Length: > 0 } text)
            {
                texts[component] = text;
            }
        }
        return texts;
    }

    private JsonObject Table(ExampleSet set) => input[set == ExampleSet.Train ? "train_scores" : "val_scores"]!.AsObject();

    private static string Key(Candidate candidate) => string.Join('|', candidate.Components.Select(part => part.Text));
}
