using LwCoder.Configuration;

namespace LwCoder.Training;

/// <summary>
/// The files of a sample, `.lw_coder/training_data/&lt;plan_id&gt;/`. Who writes a sample and who reads one go by these names;
/// readers take what they do not know as it comes and do without what is not required.
/// </summary>
internal static class SampleFiles
{
    public const string Folder = StateFolder.TrainingData;

    public const string Plan = "plan.md";
    public const string Trace = "code_trace.md";
    public const string TraceSummary = "code_trace_summary.md";
    public const string Patch = "ai_changes.patch";
    public const string HumanFeedback = "human_feedback.md";
    public const string TestsBefore = "test_results_before.json";
    public const string TestsAfter = "test_results_after.json";
    public const string Metadata = "metadata.json";
    public const string Prompts = "prompts";
    public const string JudgePrefix = "judge_";

    /// <summary>Kept under these names with the evaluation of a plan.</summary>
    public static IReadOnlyList<string> OfEvaluation { get; } = [TraceSummary, HumanFeedback, TestsBefore, TestsAfter];

    public static string JudgementOf(string judge) => $"{JudgePrefix}{judge}.json";

    public static bool IsJudgement(string name) =>
        name.StartsWith(JudgePrefix, StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal);

    /// <summary>
    /// What a reader has to find, in words, of <paramref name="names"/>; none for a sample that can be learnt from.
    /// </summary>
    public static IReadOnlyList<string> Missing(IReadOnlyCollection<string> names)
    {
        var missing = new[] { HumanFeedback, TestsAfter }.Where(name => !names.Contains(name)).ToList();
        if (!names.Any(IsJudgement))
        {
            missing.Add($"{JudgePrefix}<name>.json");
        }
        return missing;
    }
}
