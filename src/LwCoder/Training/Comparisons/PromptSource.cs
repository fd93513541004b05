using LwCoder.Training.Candidates;

namespace LwCoder.Training.Comparisons;

/// <summary>A prompt set that takes part in a comparison.</summary>
/// <param name="Key">Short, and unique in the comparison: `active`, `candidate-001`.</param>
/// <param name="Name">As commands print it.</param>
/// <param name="Samples">Plans it was trained on.</param>
internal sealed record PromptSource(string Key, string Name, string Folder, string Fingerprint, IReadOnlyList<string> Samples)
{
    public const string Active = "active";

    public static PromptSource Of(Candidate candidate) => new(
        candidate.Name.Folder, candidate.Name.ToString(), candidate.Folder, candidate.Set.Fingerprint,
        candidate.Origin?.Samples ?? []);

    public bool IsTrainedOn(string planId) => Samples.Contains(planId, StringComparer.OrdinalIgnoreCase);
}
