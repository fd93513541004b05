using LwCoder.Prompting.Models;

namespace LwCoder.Judges;

/// <summary>What one judge found.</summary>
/// <param name="Model">The one that was asked.</param>
/// <param name="Scores">One for each repetition that succeeded, in order; at least one.</param>
/// <param name="Feedback">Markdown; of the repetition nearest to the mean, as the criteria are.</param>
/// <param name="Criteria">Empty where the judge lists none.</param>
/// <param name="Usage">What all repetitions took together, failed ones included.</param>
/// <param name="Problems">Why repetitions failed, one sentence each.</param>
internal sealed record Judgement(
    Judge Judge, string Model, IReadOnlyList<double> Scores, string Feedback, IReadOnlyList<CriterionVerdict> Criteria,
    Usage Usage, IReadOnlyList<string> Problems)
{
    /// <summary>The mean of <see cref="Scores"/>, 0 to 1.</summary>
    public double Score => Math.Round(Scores.Average(), 4);

    public double Lowest => Scores.Min();

    public double Highest => Scores.Max();

    /// <summary>The sample's standard deviation; null for a single score, of which nothing can be said.</summary>
    public double? Deviation => Scores.Count < 2
        ? null
        : Math.Round(Math.Sqrt(Scores.Sum(score => Math.Pow(score - Scores.Average(), 2)) / (Scores.Count - 1)), 4);

    public IEnumerable<Evidence> MissingEvidence =>
        Criteria.SelectMany(criterion => criterion.Evidence).Where(evidence => evidence.Place == EvidencePlace.Missing);
}

internal sealed record CriterionVerdict(string Criterion, Verdict Verdict, string Reason, IReadOnlyList<Evidence> Evidence);

/// <param name="Line">From 1; null for the whole file.</param>
internal sealed record Evidence(string File, int? Line, EvidencePlace Place)
{
    public override string ToString() => Line is { } line ? FormattableString.Invariant($"{File}:{line}") : File;
}

/// <summary>Where a cited line was found when it was looked up.</summary>
internal enum EvidencePlace
{
    /// <summary>Among the lines that the change shows.</summary>
    Change,
    /// <summary>In the repository, outside of what changed.</summary>
    Repository,
    /// <summary>Nowhere: the judge made it up.</summary>
    Missing,
}

/// <summary>A judgement, or why there is none.</summary>
internal sealed record JudgeOutcome(Judge Judge, Judgement? Judgement, UserError? Failure);
