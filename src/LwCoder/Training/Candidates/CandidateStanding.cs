using LwCoder.Training.Achievements;
using LwCoder.Training.Comparisons;

namespace LwCoder.Training.Candidates;

/// <summary>A candidate, and what is known of its worth.</summary>
/// <param name="IsActive">Its prompts are the active ones.</param>
/// <param name="Comparison">The newest that it took part in.</param>
/// <param name="Compared">How it did there.</param>
/// <param name="Achieved">In runs that had its prompts.</param>
internal sealed record CandidateStanding(
    Candidate Candidate, bool IsActive, Comparison? Comparison, ComparedCandidate? Compared, Achievement? Achieved)
{
    /// <param name="active">Fingerprint of the active prompts in its place; null where there are none.</param>
    /// <param name="comparisons">Newest first.</param>
    public static CandidateStanding Of(
        Candidate candidate, string? active, IReadOnlyList<Comparison> comparisons, IReadOnlyList<Achievement> achievements)
    {
        var fingerprint = candidate.Set.Fingerprint;
        var comparison = comparisons.FirstOrDefault(one => one.Of(fingerprint) is not null);
        return new CandidateStanding(
            candidate,
            active == fingerprint,
            comparison,
            comparison?.Of(fingerprint),
            achievements.FirstOrDefault(one => one.Version == new PromptVersion(candidate.Name.Set, fingerprint)));
    }
}
