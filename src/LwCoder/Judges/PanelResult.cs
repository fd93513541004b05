using LwCoder.Prompting.Models;

namespace LwCoder.Judges;

/// <summary>What a panel of judges found, and who could not.</summary>
/// <param name="Outcomes">In the order of the judges' names.</param>
/// <param name="LeftOut">What the judges were not shown, for want of room.</param>
internal sealed record PanelResult(IReadOnlyList<JudgeOutcome> Outcomes, IReadOnlyList<string> LeftOut)
{
    public IEnumerable<Judgement> Judgements => Outcomes.Select(outcome => outcome.Judgement).OfType<Judgement>();

    public IEnumerable<UserError> Failures => Outcomes.Select(outcome => outcome.Failure).OfType<UserError>();

    /// <summary>What all failed judges have to say, each with its name; null when none failed.</summary>
    public UserError? Failure => Outcomes.Where(outcome => outcome.Failure is not null).ToList() is [var first, ..] failed
        ? new UserError(
            string.Join("; ", failed.Select(one => $"judge {one.Judge.Name} failed: {one.Failure!.Message}")),
            first.Failure!.Hint, first.Failure.ExitCode)
        : null;

    /// <summary>The mean of the scores there are, by weight; null when nothing has a weight.</summary>
    public double? WeightedScore => Judgements.Sum(one => one.Judge.Weight) is > 0 and var weights
        ? Math.Round(Judgements.Sum(one => one.Score * one.Judge.Weight) / weights, 4)
        : null;

    public Usage Usage => Judgements.Aggregate(Usage.None, (sum, one) => sum + one.Usage);
}
