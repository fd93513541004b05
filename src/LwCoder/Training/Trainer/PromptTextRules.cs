using System.Text.RegularExpressions;
using LwCoder.Prompts;

namespace LwCoder.Training.Trainer;

/// <summary>A rule for one prompt's text, as a model is told it.</summary>
internal sealed record PromptTextRule(string Rule, Predicate<string> Holds);

/// <summary>What every proposed prompt has to keep to, whoever proposes it.</summary>
internal static partial class PromptTextRules
{
    /// <param name="own">The prompts as they are, whose words and marks may stay.</param>
    /// <param name="material">What the proposing model was shown beside them.</param>
    /// <param name="planIds">Of the plans in it.</param>
    public static IReadOnlyList<PromptTextRule> Of(string own, IEnumerable<string> material, IReadOnlyList<string> planIds)
    {
        var copied = new CopiedText(material, own);
        return
        [
            new("every prompt is written out in full: nothing stands for text that is 'unchanged' or 'as before'",
                prompt => !Stub().IsMatch(prompt)),
            new($"the only placeholder in braces is {PromptPlaceholders.Plan}",
                prompt => PromptPlaceholders.FirstUnknown(prompt, [PromptPlaceholders.Plan]) is null),
            new("no prompt repeats a passage of the samples word for word: say what is to be learnt in general words",
                prompt => !copied.IsIn(prompt)),
            new("no prompt names a sample's plan, or an id, commit, home folder or worktree of one session",
                prompt => !SessionMarks.AreIn(prompt, own, planIds)),
        ];
    }

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
