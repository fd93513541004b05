using System.Globalization;
using LwCoder.Agents.Tools;

namespace LwCoder.Diagnosis.Rules;

/// <summary>The agent tries what fails again and again.</summary>
internal static class InfiniteRetry
{
    private const int FewestCalls = 3;
    private const double ErrorShare = 0.5;
    private const int LookBack = 10;
    private const int Streak = 3;

    public static Finding? Find(SessionParts session)
    {
        var failing = session.Tools.GroupBy(part => part.Kind)
            .Where(group => group.Count() >= FewestCalls && ErrorShareOf(group) >= ErrorShare)
            .ToList();
        if (failing.Count == 0)
        {
            return null;
        }
        var attempts = session.Patterns.Max(pattern => pattern.ErrorCount);
        var streak = session.Tools.Reverse()
            .SkipWhile(part => part.Status == "running").Take(LookBack).TakeWhile(part => part.IsError)
            .Reverse().ToList();
        if (streak.Count >= Streak)
        {
            return Finding(0.85, streak[^1], attempts, streak, string.Create(
                CultureInfo.InvariantCulture, $"the last {streak.Count} tool calls all failed, the last of {Kind(streak[^1])}"));
        }
        var worst = failing.MaxBy(ErrorShareOf)!;
        var errors = worst.Where(part => part.IsError).ToList();
        return Finding(0.60, errors[^1], attempts, errors, string.Create(
            CultureInfo.InvariantCulture, $"{errors.Count} of {worst.Count()} calls of {Kind(errors[^1])} failed"));
    }

    private static Finding Finding(
        double confidence, SessionPart last, int attempts, List<SessionPart> errors, string summary) => new(
        FailureCategory.InfiniteRetry, confidence, summary,
        SuggestedActions.For(FailureCategory.InfiniteRetry),
        [Evidence.Of("failed calls", errors, last.Text)])
    {
        Failing = new Failing(last.Use!.Name, Evidence.Cut(last.Text), attempts),
    };

    private static double ErrorShareOf(IGrouping<ToolKind, SessionPart> group) =>
        (double)group.Count(part => part.IsError) / group.Count();

    private static string Kind(SessionPart part) => part.Kind.Name();
}
