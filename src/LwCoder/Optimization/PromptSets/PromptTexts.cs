using LwCoder.Agents;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompts;
using LwCoder.Training.Trainer;

namespace LwCoder.Optimization.PromptSets;

/// <summary>A prompt set as texts that are made better one by one, named as their files are: `main` and the subagents.</summary>
internal sealed class PromptTexts
{
    public const string Main = "main";

    private PromptTexts(PromptSet set, Candidate chosen) => (Set, Chosen) = (set, chosen);

    /// <summary>As it is today.</summary>
    public PromptSet Set { get; }

    /// <summary>The texts that are to become better.</summary>
    public Candidate Chosen { get; }

    /// <summary>All texts together.</summary>
    public string Text => string.Join('\n', Parts(Set).Select(part => part.Text));

    /// <param name="named">Names of files without `.md`, or a part of one that no other has; null: all texts.</param>
    /// <exception cref="UserError">There is no such text, or the set cannot become a candidate.</exception>
    public static PromptTexts Of(PromptSet set, IReadOnlyList<string>? named)
    {
        if (set.Subagents.FirstOrDefault(subagent => !SubagentDefinition.IsName(subagent.Name)) is { } odd)
        {
            throw new UserError(
                $"the subagent '{odd.Name}' cannot be part of a candidate", "call it by a name such as code-reviewer");
        }
        var parts = Parts(set).ToList();
        var chosen = named is null ? parts : [.. named.Select(name => Find(parts, name)).Distinct()];
        return new PromptTexts(set, new Candidate(chosen));
    }

    /// <summary>The whole set with a candidate's texts in place of today's.</summary>
    /// <param name="analysis">For people.</param>
    public CandidatePrompts With(Candidate candidate, string analysis)
    {
        return new CandidatePrompts(
            TextOf(Main, Set.Main),
            [.. Set.Subagents.Select(subagent => new SubagentDefinition(
                subagent.Name, subagent.Description, TextOf(subagent.Name, subagent.Body)))],
            analysis);

        string TextOf(string name, string today) =>
            (candidate.Components.FirstOrDefault(part => part.Name == name)?.Text ?? today).ReplaceLineEndings("\n").Trim();
    }

    private static IEnumerable<Component> Parts(PromptSet set) => set.Subagents
        .Select(subagent => new Component(subagent.Name, subagent.Body.Trim())).Prepend(new Component(Main, set.Main.Trim()));

    private static Component Find(List<Component> parts, string name)
    {
        var meant = parts.FirstOrDefault(part => part.Name == name) is { } exact
            ? [exact]
            : parts.Where(part => part.Name.Contains(name, StringComparison.Ordinal)).ToList();
        return meant is [var one] ? one : throw new UserError(
            meant.Count == 0
                ? $"there is no prompt '{name}'"
                : $"'{name}' may be {string.Join(" or ", meant.Select(part => part.Name))}",
            $"name one of: {string.Join(", ", parts.Select(part => part.Name))}", ExitCode.Usage);
    }
}
