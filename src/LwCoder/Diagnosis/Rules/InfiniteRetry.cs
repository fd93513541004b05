using System.Globalization;
using LwCoder.Agents.Tools;
using LwCoder.Sessions.Governing;

namespace LwCoder.Diagnosis.Rules;

/// <summary>The agent tries what fails again and again.</summary>
internal static class InfiniteRetry
{
    private const int FewestCalls = 3;
    private const double ErrorShare = 0.5;
    private const int LookBack = 10;
    private const int Streak = 3;
    private const double InCircles = 0.65;

    /// <summary>As often as the governor lets the same happen, where its record does not say how often it did.</summary>
    private const int FewestRounds = 3;

    /// <param name="killedBy">The governor's detector; null when it ended nothing.</param>
    public static Finding? Find(SessionParts session, string? killedBy)
    {
        var ofFailures = OfFailures(session);
        return killedBy == ToolCycle.Detector && ofFailures is not { Confidence: > InCircles } && session.Tools.Count > 0
            ? OfCycle(session)
            : ofFailures;
    }

    /// <summary>Calls that need not fail, and of which nothing comes all the same.</summary>
    private static Finding OfCycle(SessionParts session)
    {
        var calls = session.ShownByGovernor is { Count: > 0 } shown ? shown : [session.Tools[^1]];
        var kinds = string.Join(", ", calls.Select(Kind).Distinct());
        // A call that is worded anew each time is the same to the governor, and how often each was made is then not known.
        var period = Enumerable.Range(1, GovernorLimits.LongestPeriod)
            .FirstOrDefault(period => calls.Count >= 2 * period
                && calls.Zip(calls.Skip(period)).All(pair => pair.First.Call == pair.Second.Call));
        return Finding(
            InCircles, calls[^1], Math.Max(FewestRounds, period == 0 ? 0 : calls.Count / period), calls,
            period switch
            {
                0 => $"the same calls ({kinds}) over and over, with the same results",
                1 => string.Create(
                    CultureInfo.InvariantCulture, $"the same call ({kinds}) {calls.Count} times in a row, with the same results"),
                _ => string.Create(
                    CultureInfo.InvariantCulture,
                    $"the same {period} calls ({kinds}) {calls.Count / period} times in a row, with the same results"),
            });
    }

    private static Finding? OfFailures(SessionParts session)
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
        double confidence, SessionPart last, int attempts, IReadOnlyList<SessionPart> calls, string summary) => new(
        FailureCategory.InfiniteRetry, confidence, summary,
        SuggestedActions.For(FailureCategory.InfiniteRetry),
        [Evidence.Of(last.IsError ? "failed calls" : "repeated calls", calls, last.IsError ? last.Text : last.CallAndResult)])
    {
        Failing = new Failing(last.Use!.Name, Evidence.Cut(last.Text), attempts),
    };

    private static double ErrorShareOf(IGrouping<ToolKind, SessionPart> group) =>
        (double)group.Count(part => part.IsError) / group.Count();

    private static string Kind(SessionPart part) => part.Kind.Name();
}
