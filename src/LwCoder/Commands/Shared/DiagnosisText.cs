using System.Globalization;
using LwCoder.Diagnosis;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Shared;

/// <summary>A diagnosis for a person.</summary>
internal static class DiagnosisText
{
    private const int MostEvents = 6;

    public static void Write(TextWriter output, DiagnosisReport report)
    {
        void Line(string name, string text) => output.WriteLine($"  {name,-10}{TerminalText.OneLine(text, 400)}");

        output.WriteLine(Gist(report.Category, report.Confidence, report.DecidedBy)
            + $": {TerminalText.OneLine(report.Finding.Summary, 300)}");
        foreach (var evidence in report.Finding.Evidence)
        {
            Line("evidence", string.Create(CultureInfo.InvariantCulture, $"{evidence.What}: {evidence.Count}")
                + Events(evidence) + (evidence.Quote is { Length: > 0 } quote ? $" \"{quote}\"" : ""));
        }
        if (report.Finding.Failing is { } failing)
        {
            Line("failing", string.Create(
                CultureInfo.InvariantCulture, $"{failing.Tool}, {failing.Attempts} times: \"{failing.Error}\""));
        }
        if (report.Kill is { } kill)
        {
            Line("ended by", $"the governor ({kill.Detector}): {kill.Reason}");
        }
        if (report.Patterns.Count > 0)
        {
            Line("tools", string.Join(", ", report.Patterns.Select(pattern => string.Create(
                CultureInfo.InvariantCulture,
                $"{pattern.Tool} {pattern.Count}{(pattern.ErrorCount > 0 ? $" ({pattern.ErrorCount} failed)" : "")}"))));
        }
        if (report.Category != FailureCategory.None)
        {
            Line("better", report.Finding.SuggestedAction);
        }
        foreach (var (name, other) in Others(report))
        {
            Line(name, other);
        }
    }

    public static string Gist(FailureCategory category, double confidence, string decidedBy) => category == FailureCategory.None
        ? "nothing found"
        : string.Create(CultureInfo.InvariantCulture, $"{category.Name()} ({confidence:0.00}, by {decidedBy})");

    /// <summary>What those say who did not decide.</summary>
    private static IEnumerable<(string, string)> Others(DiagnosisReport report)
    {
        if (report.DecidedBy != "rules" && report.Rules is { } rules)
        {
            yield return ("rules", Gist(rules.Category, rules.Confidence, HeuristicEngine.Version) + $": {rules.Summary}");
        }
        if (report.Classifier is { } word)
        {
            yield return ("classifier", Gist(word.Category, word.Confidence, word.Version));
        }
    }

    private static string Events(Evidence evidence) => evidence.Events.Count == 0 ? "" : evidence.Events.Count > MostEvents
        ? string.Create(CultureInfo.InvariantCulture, $" (events {evidence.Events[0]} to {evidence.Events[^1]})")
        : $" (events {string.Join(", ", evidence.Events)})";
}
