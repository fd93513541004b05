using System.Globalization;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Shared;

/// <summary>Runs that belong together, a line each: what was tried, and what became of it.</summary>
internal static class RunChainText
{
    /// <summary>In a word, also of a run that has none yet.</summary>
    public static string Outcome(RunManifest run) => run.Outcome ?? (KilledRuns.IsLost(run) ? "interrupted" : "running");

    /// <param name="chosen">Is marked.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<RunManifest> chain, RunManifest chosen) => chain.Select(run =>
        (run.RunId == chosen.RunId ? "* " : "  ")
        + run.RunId
        + (run.RecoveryOf is { } recovery
            ? string.Create(
                CultureInfo.InvariantCulture, $", recovery {recovery.Attempt} from {recovery.Category} ({recovery.Prompt})")
            : "")
        + $": {Outcome(run)}"
        + (run.Diagnosis is { Category: not "none" } diagnosis
            ? string.Create(
                CultureInfo.InvariantCulture, $", {TerminalText.OneLine(diagnosis.Category, 40)} ({diagnosis.Confidence:0.00})")
            : ""));
}
