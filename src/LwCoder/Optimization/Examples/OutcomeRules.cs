using System.Globalization;

namespace LwCoder.Optimization.Examples;

/// <summary>
/// Labels a session by its facts: the first rule that applies, with the reason in words. What was checked goes before what
/// was merely long or dear; a check that failed and later passed is no failure.
/// </summary>
internal static class OutcomeRules
{
    private const decimal TooDear = 8;
    private const decimal Cheap = 5;
    private const double TooLong = 45;
    private const double Short = 30;
    private const int Busy = 100;
    private const int TooBusy = 500;
    private const double MostlyComplete = 0.7;

    public static (Outcome Outcome, string Reason) Label(SessionFacts facts) => facts switch
    {
        { CardPassed: false } => (Outcome.Failure, "its card is not fulfilled"),
        { CardPassed: true, KilledBy: null } => (Outcome.Success, "its card is fulfilled"),
        { FailingGates: [var gate, ..] } => (Outcome.Failure, $"{gate} failed when it ran last"),
        { KilledBy: { } detector } => (Outcome.Failure, $"the governor ended it: {detector}"),
        { Status: "failed" } => (Outcome.Failure, "it failed"),
        { CostUsd: >= TooDear } => (Outcome.Failure, Text($"it cost ${facts.CostUsd:0.00}")),
        { Minutes: >= TooLong, Activity: >= Busy } => (Outcome.Failure, Text($"it took {facts.Minutes:0} minutes")),
        { Activity: >= TooBusy } => (Outcome.Failure, Text($"it took {facts.Activity} messages and calls")),
        { Calls: > 0, Returned: 0 } => (Outcome.Failure, "none of its calls came back"),
        { Status: "completed" or "unknown", Completion: >= MostlyComplete, CostUsd: < Cheap, Minutes: <= Short } =>
            (Outcome.Success, "it came to its end in bounds"),
        _ => (Outcome.Partial, "it neither succeeded nor failed clearly"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
