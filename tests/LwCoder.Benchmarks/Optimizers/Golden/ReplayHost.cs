using System.Text.Json.Nodes;
using LwCoder.Benchmarks.Optimizers.Sim;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Benchmarks.Optimizers.Golden;

/// <summary>The world of a recorded run: a simulated task and the texts that were proposed.</summary>
internal sealed class ReplayHost(SimWorld world, bool isTwo, IEnumerable<JsonObject> texts) : IGepaHost
{
    private readonly Queue<JsonObject> _texts = new(texts);

    public decimal ReflectionCost => 0;

    public bool CanAfford(int metricCalls) => true;

    public void Forget(Candidate candidate, ExampleSet? set = null)
    {
    }

    public int Count(ExampleSet set) => set == ExampleSet.Train ? 60 : 40;

    public Task<Measurement> EvaluateAsync(
        Candidate candidate, ExampleSet set, IReadOnlyList<int> examples, CancellationToken cancel)
    {
        var scores = examples.Select(example => IsRight(candidate, $"{(set == ExampleSet.Train ? 't' : 'v')}-{example:000}"))
            .Select(isRight => isRight ? 1.0 : 0.0).ToList();
        return Task.FromResult(new Measurement(
            [.. scores.Select(score => new Outcome(score))],
            [.. scores.Select(score => new Rollout(new Score(score), FieldValues.Empty))], examples.Count));
    }

    public Task<IReadOnlyDictionary<string, string>> ReflectAsync(ReflectionRequest request, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>((_texts.Count == 0 ? [] : _texts.Dequeue())
            .ToDictionary(text => text.Key, text => text.Value!.GetValue<string>()));

    private bool IsRight(Candidate candidate, string id) => isTwo
        ? world.IsRight(candidate["A"].Text, id, "A") && world.IsRight(candidate["B"].Text, id, "B")
        : world.IsRight(candidate.Components[0].Text, id);
}
