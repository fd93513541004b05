using LwCoder.Agents;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompts;

namespace LwCoder.Training.Trainer;

/// <summary>A prompt set that a model proposes, and why.</summary>
internal sealed record CandidatePrompts(
    string MainPrompt, IReadOnlyList<SubagentDefinition> Subagents, string AnalysisSummary)
{
    public const string MainField = "main_prompt";
    public const string SubagentsField = "subagents";
    public const string AnalysisField = "analysis_summary";
    public const string NameField = "name";
    public const string DescriptionField = "description";
    public const string PromptField = "prompt";

    /// <summary>All texts that an agent would be given.</summary>
    public IEnumerable<string> Prompts => [MainPrompt, .. Subagents.Select(subagent => subagent.Prompt)];

    public static CandidatePrompts From(FieldValues answer) => new(
        Clean(answer.String(MainField)),
        [.. answer.List(SubagentsField).Cast<FieldValues>()
            .Select(subagent => new SubagentDefinition(
                subagent.String(NameField).Trim(), subagent.String(DescriptionField).Trim(), Clean(subagent.String(PromptField))))
            .OrderBy(subagent => subagent.Name, StringComparer.Ordinal)],
        Clean(answer.String(AnalysisField)));

    /// <summary>As it will be read back from its files.</summary>
    public PromptSet ToSet() => new(
        MainPrompt + "\n",
        [.. Subagents.Select(subagent => new Subagent(subagent.Name, subagent.Description, subagent.Prompt + "\n"))]);

    private static string Clean(string text) => text.ReplaceLineEndings("\n").Trim();
}
