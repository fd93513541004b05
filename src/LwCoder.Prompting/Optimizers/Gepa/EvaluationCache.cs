namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>What is known of a candidate on examples, so that no validation pays for it again.</summary>
internal sealed class EvaluationCache
{
    private readonly Dictionary<(string Candidate, ExampleSet Set, int Example), Outcome> _known = [];

    public void Put(Candidate candidate, ExampleSet set, IReadOnlyList<int> examples, IReadOnlyList<Outcome> outcomes)
    {
        var hash = CandidateHash.Of(candidate);
        foreach (var (example, outcome) in examples.Zip(outcomes))
        {
            _known[(hash, set, example)] = outcome;
        }
    }

    /// <summary>The examples known, and those that are not, in the order asked for.</summary>
    public (OrderedDictionary<int, Outcome> Hits, List<int> Misses) Find(
        Candidate candidate, ExampleSet set, IReadOnlyList<int> examples)
    {
        var hash = CandidateHash.Of(candidate);
        var (hits, misses) = (new OrderedDictionary<int, Outcome>(), new List<int>());
        foreach (var example in examples)
        {
            if (_known.TryGetValue((hash, set, example), out var outcome))
            {
                hits[example] = outcome;
            }
            else
            {
                misses.Add(example);
            }
        }
        return (hits, misses);
    }
}
