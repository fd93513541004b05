using System.Globalization;
using System.Text;

namespace LwCoder.Plans;

/// <summary>A plan as an agent or a judge reads it.</summary>
internal static class PlanText
{
    /// <summary>
    /// What is known about the plan, the notes its result is judged by, numbered, then the body as written. The body
    /// comes last, so nothing in it can be mistaken for a line of ours that would follow.
    /// </summary>
    public static string ForPrompt(Plan plan)
    {
        var text = new StringBuilder();
        AddLine("Plan", plan.Id.Value);
        AddLine("Base commit", plan.HasPlaceholderSha ? null : plan.GitSha);
        AddLine("Created at", plan.CreatedAt?.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture));
        AddLine("Created by", plan.CreatedBy);
        AddLine("Linear issue", plan.LinearIssueId);
        AddLine("Notes", plan.Notes);
        if (plan.EvaluationNotes.Count > 0)
        {
            text.Append("\nEvaluation notes:\n");
            for (var index = 0; index < plan.EvaluationNotes.Count; index++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{index + 1}. {Indented(plan.EvaluationNotes[index])}\n");
            }
        }
        return text.Append("\n---\n\n").Append(plan.Body).ToString();

        void AddLine(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}: {Indented(value)}\n");
            }
        }
    }

    private static string Indented(string value) =>
        value.ReplaceLineEndings("\n").Replace("\n", "\n   ", StringComparison.Ordinal);
}
