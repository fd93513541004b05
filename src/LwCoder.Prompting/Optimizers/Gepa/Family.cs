namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Candidates with their parents and mean scores.</summary>
/// <param name="candidates">Everyone, by number.</param>
/// <param name="parents">The parents of each, all of them lower numbers; none of the first.</param>
/// <param name="scores">The mean score of each.</param>
internal sealed class Family(
    IReadOnlyList<Candidate> candidates, IReadOnlyList<IReadOnlyList<int>> parents, IReadOnlyList<double> scores)
{
    public int Count => candidates.Count;

    public Candidate this[int index] => candidates[index];

    public double Score(int index) => scores[index];

    public SortedSet<int> AncestorsOf(int index)
    {
        var found = new SortedSet<int>();
        var open = new Stack<int>(parents[index]);
        while (open.TryPop(out var next))
        {
            if (found.Add(next))
            {
                foreach (var parent in parents[next])
                {
                    open.Push(parent);
                }
            }
        }
        return found;
    }
}
