namespace LwCoder.Training.Reading;

/// <summary>Everything known about one plan's run, as `train` learns from it.</summary>
/// <param name="PlanContent">Empty when the plan is gone: old samples have none.</param>
/// <param name="CodeTrace">The session's summary, or else the whole trace; empty without either.</param>
/// <param name="TestResultsBefore">JSON, as it was recorded; null when nobody ran the tests before.</param>
/// <param name="TestResultsAfter">JSON, as it was recorded.</param>
internal sealed record TrainingSample(
    string PlanId, string PlanContent, string CodeTrace, string HumanFeedback, IReadOnlyList<JudgeFinding> JudgeResults,
    TestRecord? TestResultsBefore, TestRecord TestResultsAfter)
{
    public SampleOrigin Origin { get; init; } = SampleOrigin.Unknown;

    /// <summary>The prompts of the run, each under its name, without the plan; empty when they are gone.</summary>
    public string UsedPrompts { get; init; } = "";

    /// <summary>
    /// 0 to 1: the mean of what judges, the person and the tests say, of those that say it in numbers. The lower, the more
    /// there is to learn.
    /// </summary>
    public double Quality
    {
        get
        {
            double?[] known =
            [
                JudgeFinding.Mean(JudgeResults),
                Origin.HumanScore,
                TestResultsAfter.PassRate,
            ];
            return known.Average() ?? 0.5;
        }
    }
}

/// <param name="Feedback">Markdown.</param>
internal sealed record JudgeFinding(string Name, double Weight, double Score, string Feedback)
{
    /// <summary>Weighted; null where nobody has a weight.</summary>
    public static double? Mean(IReadOnlyList<JudgeFinding> findings)
    {
        var weights = findings.Sum(finding => finding.Weight);
        return weights > 0 ? findings.Sum(finding => finding.Weight * finding.Score) / weights : null;
    }
}

/// <param name="Json">As it was recorded, unknown keys and all.</param>
/// <param name="PassRate">0 to 1; null when the counts are not there.</param>
/// <param name="Failures">Names of tests that failed.</param>
internal sealed record TestRecord(string Json, double? PassRate, IReadOnlyList<string> Failures);

/// <summary>Where a sample comes from, as far as its `metadata.json` tells.</summary>
/// <param name="Tool">As `--tool` calls it.</param>
/// <param name="PromptFingerprint">Of the active prompts, from which the run's may have been generated.</param>
/// <param name="HumanScore">1 accepted, 0 rejected.</param>
internal sealed record SampleOrigin(
    string? Tool, string? Model, string? PromptFingerprint, DateTimeOffset? RecordedAt, double? HumanScore)
{
    /// <summary>Of the active prompts, under `.lw_coder`.</summary>
    public string? PromptFolder { get; init; }

    /// <summary>Of the run, in US dollars.</summary>
    public decimal? Cost { get; init; }

    public static SampleOrigin Unknown { get; } = new(null, null, null, null, null);
}
