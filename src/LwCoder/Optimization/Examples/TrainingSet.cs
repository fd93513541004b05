namespace LwCoder.Optimization.Examples;

/// <summary>Everything of a store that can be learned from.</summary>
/// <param name="Sessions">Labelled, in the order they started.</param>
/// <param name="Recoveries">Killed sessions with what followed them.</param>
/// <param name="Skipped">Sessions that cannot be used, counted by the reason.</param>
internal sealed record TrainingSet(
    IReadOnlyList<SessionExample> Sessions, IReadOnlyList<RecoveryPair> Recoveries, IReadOnlyDictionary<string, int> Skipped)
{
    public int Count(Outcome outcome) => Sessions.Count(session => session.Outcome == outcome);
}
