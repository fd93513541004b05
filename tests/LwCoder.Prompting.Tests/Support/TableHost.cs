using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Tests.Support;

/// <summary>GEPA's world as two tables of scores, by the texts of a candidate, and a list of new texts.</summary>
internal sealed class TableHost(
    Dictionary<string, double[]> train, Dictionary<string, double[]> dev, params string[] proposals) : IGepaHost
{
    private readonly Queue<string> _proposals = new(proposals);

    /// <summary>Metric calls there are.</summary>
    public int Budget { get; init; } = int.MaxValue;

    public int Paid { get; private set; }

    public decimal ReflectionCost => 0;

    public int Count(ExampleSet set) => Table(set).Values.First().Length;

    public bool CanAfford(int metricCalls) => Budget - Paid >= metricCalls;

    public Task<Measurement> EvaluateAsync(
        Candidate candidate, ExampleSet set, IReadOnlyList<int> examples, CancellationToken cancel)
    {
        var scores = Table(set)[string.Join('|', candidate.Components.Select(part => part.Text))];
        Paid += examples.Count;
        return Task.FromResult(new Measurement(
            [.. examples.Select(example => new Outcome(scores[example]))],
            [.. examples.Select(example => new Rollout(new Score(scores[example]), FieldValues.Empty))], examples.Count));
    }

    public Task<IReadOnlyDictionary<string, string>> ReflectAsync(ReflectionRequest request, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(_proposals.TryDequeue(out var text)
            ? request.Components.ToDictionary(component => component, _ => text)
            : new Dictionary<string, string>());

    public void Forget(Candidate candidate, ExampleSet? set = null)
    {
    }

    private Dictionary<string, double[]> Table(ExampleSet set) => set == ExampleSet.Train ? train : dev;
}
