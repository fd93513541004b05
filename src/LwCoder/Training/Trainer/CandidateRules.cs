using System.Globalization;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Training.Reading;

namespace LwCoder.Training.Trainer;

/// <summary>What a proposed prompt set has to keep to. Each rule is told to the model before it answers.</summary>
internal sealed class CandidateRules(CurrentPrompts current, IReadOnlyList<SampleMaterial> samples, int maxSubagents)
{
    private readonly string _own = current.Text;

    public IReadOnlyList<Assertion> All()
    {
        var longest = ProposalLimit.Default.For(_own);
        var shortest = current.MainPrompt.Length / 5;
        var marks = samples.Select(sample => sample.PlanId).ToList();
        return
        [
            Rule("no prompt is empty, and neither is analysis_summary",
                answer => answer.Prompts.Append(answer.AnalysisSummary).All(text => text.Length > 0)),
            Rule(Invariant($"there are at most {maxSubagents} subagents"), answer => answer.Subagents.Count <= maxSubagents),
            Rule("the subagents' names are in kebab-case, all different, and none is 'main' or 'analysis'",
                answer => answer.Subagents.All(subagent => SubagentDefinition.IsName(subagent.Name))
                    && answer.Subagents.DistinctBy(subagent => subagent.Name).Count() == answer.Subagents.Count),
            Rule("each subagent's description is one line that says when to call it",
                answer => answer.Subagents.All(
                    subagent => subagent.Description.Length is > 0 and <= 1_000 && !subagent.Description.Contains('\n'))),
            Rule("main_prompt mentions each subagent by its exact name", answer => answer.Subagents.All(subagent =>
                Words.Mention(answer.MainPrompt, subagent.Name) || Words.Mention(answer.MainPrompt, "@agent-" + subagent.Name))),
            Rule(Invariant($"main_prompt has at least {shortest} characters, since it replaces the current one"),
                answer => answer.MainPrompt.Length >= shortest),
            Rule("a subagent that exists already has at least a fifth of its current length, since its prompt is replaced",
                answer => answer.Subagents.All(subagent => current.Subagents.All(old =>
                    old.Name != subagent.Name || subagent.Prompt.Length >= old.Body.Trim().Length / 5))),
            Rule(Invariant($"all prompts together have at most {longest} characters"),
                answer => answer.Prompts.Sum(prompt => prompt.Length) <= longest),
            .. PromptTextRules.Of(_own, samples.Select(sample => sample.Text), marks)
                .Select(one => Rule(one.Rule, answer => answer.Prompts.All(prompt => one.Holds(prompt)))),
        ];
    }

    private static string Invariant(FormattableString rule) => rule.ToString(CultureInfo.InvariantCulture);

    private static Assertion Rule(string rule, Predicate<CandidatePrompts> holds) =>
        Assertion.Assert(rule, (_, answer) => holds(CandidatePrompts.From(answer)));
}
