using LwCoder.Evaluation.Feedback;
using LwCoder.Training.Reading;

namespace LwCoder.Training.Achievements;

/// <summary>What is known of the worth of one plan's change.</summary>
/// <param name="Score">Of its judges, weighted; null without any.</param>
/// <param name="PassRate">Of its tests, 0 to 1; null where nobody ran them.</param>
internal sealed record PlanEvidence(double? Score, double? PassRate, HumanVerdict? Verdict)
{
    public bool IsEmpty => this is { Score: null, PassRate: null, Verdict: null };

    /// <param name="folder">An evaluation's or a sample's: the files have the same names. It may be missing.</param>
    /// <param name="warn">Hears of a file that cannot be read, which then counts as missing.</param>
    public static PlanEvidence Read(string folder, Action<string> warn)
    {
        if (new DirectoryInfo(folder) is not { Exists: true, LinkTarget: null } there)
        {
            return new PlanEvidence(null, null, null);
        }
        var judges = there.EnumerateFiles().Where(file => SampleFiles.IsJudgement(file.Name) && file.LinkTarget is null)
            .Select(file => TryRead(file.FullName, SampleJson.Judge, warn)).OfType<JudgeFinding>().ToList();
        var tests = TryRead(Path.Combine(folder, SampleFiles.TestsAfter), SampleJson.Tests, warn);
        var feedback = HumanFeedbackFile.Read(Path.Combine(folder, SampleFiles.HumanFeedback));
        return new PlanEvidence(JudgeFinding.Mean(judges), tests?.PassRate, feedback?.Verdict);
    }

    private static T? TryRead<T>(string file, Func<string, string, T> parse, Action<string> warn)
        where T : class
    {
        try
        {
            return new FileInfo(file) is { Exists: true, LinkTarget: null } ? parse(file, File.ReadAllText(file)) : null;
        }
        catch (Exception unreadable) when (unreadable is SampleProblem or IOException or UnauthorizedAccessException)
        {
            warn($"left out: {unreadable.Message}");
            return null;
        }
    }
}
