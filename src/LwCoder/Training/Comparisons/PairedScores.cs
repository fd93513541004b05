namespace LwCoder.Training.Comparisons;

/// <summary>One plan's scores, by attempt: with the active prompts, and with a candidate's.</summary>
internal sealed record PairedScores(IReadOnlyList<double> Baseline, IReadOnlyList<double> Candidate)
{
    public bool IsPair => Baseline.Count > 0 && Candidate.Count > 0;

    public double Difference => Candidate.Average() - Baseline.Average();
}
