using System.Globalization;
using System.Text;
using LwCoder.Platform.Terminal;

namespace LwCoder.Judges;

/// <summary>A judgement for people.</summary>
internal static class JudgementMarkdown
{
    public static string Of(Judgement judgement)
    {
        var text = new StringBuilder();
        Line($"# Judge: {judgement.Judge.Name}\n");
        Line($"**Weight**: {judgement.Judge.Weight:0.00}");
        Line($"**Score**: {judgement.Score:0.00} / 1.00{Spread(judgement)}");
        Line($"**Model**: {judgement.Model}\n");
        Line($"## Feedback\n\n{judgement.Feedback}");
        if (judgement.Criteria.Count > 0)
        {
            Line($"\n## Criteria\n");
            foreach (var criterion in judgement.Criteria)
            {
                Line($"- **{Words.Of(criterion.Verdict).Replace('_', ' ')}**: {OneLine(criterion.Criterion)}");
                Line($"  {OneLine(criterion.Reason)}{Places(criterion.Evidence)}");
            }
        }
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>` (3 times, 0.70 to 0.90, deviation 0.10)`; empty for a single judgement.</summary>
    public static string Spread(Judgement judgement) => judgement.Deviation is { } deviation
        ? string.Create(CultureInfo.InvariantCulture,
            $" ({judgement.Scores.Count} times, {judgement.Lowest:0.00} to {judgement.Highest:0.00}, deviation {deviation:0.00})")
        : "";

    private static string Places(IReadOnlyList<Evidence> evidence) => evidence.Count == 0
        ? ""
        : $" [{string.Join(", ", evidence.Select(one =>
            OneLine(one.ToString()) + (one.Place == EvidencePlace.Missing ? " (there is no such line)" : "")))}]";

    private static string OneLine(string text) => TerminalText.OneLine(text, 2000);
}
