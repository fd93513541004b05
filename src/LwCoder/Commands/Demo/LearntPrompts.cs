using System.Text;
using LwCoder.Agents;
using LwCoder.Agents.Mini;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompts;
using LwCoder.Templates;
using LwCoder.Training.Trainer;

namespace LwCoder.Commands.Demo;

/// <summary>
/// What the scripted model makes of the demo's sample: the stock prompts of `mini`, with the one lesson of the person's feedback
/// in the two places where it belongs.
/// </summary>
internal static class LearntPrompts
{
    private const string Feedback = "named the units in README.md only once";

    private const string Analysis = """
        ## What the evidence shows
        One plan, carried out as it should be: tests first, everything verified, judges content. The person found one thing that
        no test and no judge saw: the documentation lists the same values twice, so that the next change has to find both places.

        ## What changes
        - The main prompt asks to say each thing in one place.
        - `code-review-auditor` looks for it.

        ## What stays
        Everything else: nothing in the evidence speaks against it.
        """;

    public static ScriptEntry Answer()
    {
        var files = StockPrompts.Sets.Single(set => set.Tool == MiniAgent.Name).Files()
            .ToDictionary(file => Path.GetFileName(file.Path), file => file.Text, StringComparer.Ordinal);
        Change("main.md", "that your change made untrue.", """
            that your change made untrue.
              Say a thing, such as which values are allowed, in one place only, and refer to that place from the others.
            """);
        Change("code-review-auditor.md", "documentation the change made untrue.", """
            documentation the change made untrue,
              or that now says the same thing in two places.
            """);
        return new ScriptEntry
        {
            Signature = PromptTrainer.WriteName,
            When = Feedback,
            Cost = 0,
            Outputs = FieldValues.Of(
                (CandidatePrompts.MainField, files["main.md"]),
                (CandidatePrompts.SubagentsField, files.Where(file => file.Key != "main.md")
                    .Select(file => Describe(SubagentFile.Parse(Encoding.UTF8.GetBytes(file.Value), file.Key))).ToList()),
                (CandidatePrompts.AnalysisField, Analysis)),
        };

        void Change(string file, string text, string better) => files[file] = files[file].Contains(text, StringComparison.Ordinal)
            ? files[file].Replace(text, better, StringComparison.Ordinal)
            : throw new InvalidOperationException($"The stock {file} says '{text}' no more.");
    }

    private static FieldValues Describe(Subagent subagent) => FieldValues.Of(
        (CandidatePrompts.NameField, subagent.Name),
        (CandidatePrompts.DescriptionField, subagent.Description),
        (CandidatePrompts.PromptField, subagent.Body));
}
