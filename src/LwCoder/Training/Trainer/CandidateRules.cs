using System.Globalization;
using System.Text.RegularExpressions;
using LwCoder.Prompting.Modules;
using LwCoder.Prompts;
using LwCoder.Training.Reading;

namespace LwCoder.Training.Trainer;

/// <summary>What a proposed prompt set has to keep to. Each rule is told to the model before it answers.</summary>
internal sealed partial class CandidateRules(CurrentPrompts current, IReadOnlyList<SampleMaterial> samples, int maxSubagents)
{
    /// <summary>Prompts may grow to twice their length and this much; agents pay for each character in every session.</summary>
    private const int Growth = 8_000;

    private readonly string _own = current.Text;
    private readonly CopiedText _copied = new(samples.Select(sample => sample.Text), current.Text);

    public IReadOnlyList<Assertion> All()
    {
        var longest = (2 * _own.Length) + Growth;
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
            Each("every prompt is written out in full: nothing stands for text that is 'unchanged' or 'as before'",
                prompt => !Stub().IsMatch(prompt)),
            Rule(Invariant($"main_prompt has at least {shortest} characters, since it replaces the current one"),
                answer => answer.MainPrompt.Length >= shortest),
            Rule("a subagent that exists already has at least a fifth of its current length, since its prompt is replaced",
                answer => answer.Subagents.All(subagent => current.Subagents.All(old =>
                    old.Name != subagent.Name || subagent.Prompt.Length >= old.Body.Trim().Length / 5))),
            Rule(Invariant($"all prompts together have at most {longest} characters"),
                answer => answer.Prompts.Sum(prompt => prompt.Length) <= longest),
            Each($"the only placeholder in braces is {PromptPlaceholders.Plan}",
                prompt => PromptPlaceholders.FirstUnknown(prompt, [PromptPlaceholders.Plan]) is null),
            Each("no prompt repeats a passage of the samples word for word: say what is to be learnt in general words",
                prompt => !_copied.IsIn(prompt)),
            Each("no prompt names a sample's plan, or an id, commit, home folder or worktree of one session",
                prompt => !SessionMarks.AreIn(prompt, _own, marks)),
        ];
    }

    private static string Invariant(FormattableString rule) => rule.ToString(CultureInfo.InvariantCulture);

    private static Assertion Rule(string rule, Predicate<CandidatePrompts> holds) =>
        Assertion.Assert(rule, (_, answer) => holds(CandidatePrompts.From(answer)));

    private static Assertion Each(string rule, Predicate<string> holds) =>
        Rule(rule, answer => answer.Prompts.All(prompt => holds(prompt)));

    /// <summary>
    /// A line that stands for others: in brackets or after dots, `[rest as before]`, `... same as current prompt ...`, or
    /// nothing but the words, `Unchanged from the current prompt.`
    /// </summary>
    [GeneratedRegex(
        """
        ^ [ \t>#*_-]{0,20} ([\[(<{…]|\.\.\.) [^\n]{0,60}
          \b(unchanged|no\ changes?|(as|like)\ before|same\ as|existing\ (content|prompt|text)|stays?\ the\ same
            |(rest|remainder)\ of\ (the|this)\ (current\ |existing\ )?prompt|remaining\ (sections?|instructions?|prompt|text))
          \b [^\n]{0,25} $
        | ^ [^\w\n]{0,20}
          ( (unchanged|no\ changes?(\ (are\ )?(needed|required|necessary))?|(as|like)\ before)
              (\ (from|in|to)\ (the\ )?(current|existing|previous|original)(\ \w+)?)?
          | same\ as\ (before|above|(the\ )?(current|existing|previous|original)(\ prompt)?)
          | (keep|use)\ (the\ )?(current|existing|previous|original)\ prompt(\ (as\ (it\ )?is|unchanged))? )
          [^\w\n]{0,20} $
        """,
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Stub();
}
