using System.Globalization;
using System.Text;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompts;
using LwCoder.Training;
using LwCoder.Training.Replays;
using LwCoder.Training.Trainer;

namespace LwCoder.Optimization.PromptSets;

/// <summary>
/// The prompts of an agent, measured by what it makes of past plans: one metric call is one replay, and what tests, judges and
/// reviewers said of it is what a writer of better prompts learns from.
/// </summary>
/// <param name="replay">Carries a past plan out with the prompts of a candidate.</param>
/// <param name="plans">All past plans, those too that are held out: none of them may be quoted in a prompt.</param>
/// <param name="redact">Takes secrets out of what a model is shown.</param>
/// <param name="limit">How long a text may become.</param>
internal sealed class PromptSetTask(
    PromptTexts texts, Func<Candidate, PastPlan, CancellationToken, Task<ReplayResult>> replay, IReadOnlyList<PastPlan> plans,
    Func<string, string> redact, ProposalLimit limit) : IPromptTask
{
    /// <summary>A text that is replaced keeps at least a fifth of its length: a stub is no prompt.</summary>
    private const int LeastShare = 5;

    private readonly string _own = texts.Text;
    private readonly List<string> _planTexts = [.. plans.Select(plan => Encoding.UTF8.GetString(plan.Text))];

    public Candidate Baseline => texts.Chosen;

    public async Task<Rollout> RunAsync(Candidate candidate, Example example, CancellationToken cancel)
    {
        var result = await replay(candidate, plans.First(plan => plan.Id == example.Id), cancel);
        var usage = new Usage { Calls = 1, Cost = result.Spent.Cost, CostSource = SourceOf(result.Spent) };
        if (result.Score is not { } score)
        {
            var reason = redact($"It came to no score ({result.Outcome}): {result.Reason}");
            return new Rollout(new Score(0, reason), FieldValues.Empty) { Usage = usage, IsOutage = true, Error = reason };
        }
        var session = FieldValues.Of(("session", redact(ReplayFeedback.SessionOf(result))));
        return new Rollout(new Score(score, redact(ReplayFeedback.Of(result))), session)
        {
            Usage = usage,
            ComponentFeedback = candidate.Components.Where(part => part.Name != PromptTexts.Main)
                .ToDictionary(part => part.Name, part => redact(ReplayFeedback.For(part.Name, result))),
        };
    }

    public string Describe(string component)
    {
        var isMain = component == PromptTexts.Main;
        var about = isMain
            ? "It is the main prompt of a coding agent that works alone, from the command line, in a git worktree of somebody's "
                + "project: the first thing it reads, with one plan in it. It edits files, runs commands, may call subagents by "
                + "their names, and ends when it says that it is done."
            : $"It is the prompt of the subagent `{component}`, which a coding agent calls while it works on a plan. The "
                + "subagent begins with an empty conversation and only reads; its final report is all that the agent gets.";
        var rules = PromptTextRules.Of(_own, [], []).Select(one => one.Rule)
            .Append(string.Create(CultureInfo.InvariantCulture,
                $"it has {ShortestOf(component)} to {limit.For(Baseline[component].Text)} characters; sharpening a sentence is "
                + $"better than adding one"))
            .Concat(isMain ? MainRules.Select(one => one.Rule) : []);
        return $"{about} It serves every later plan, in any project: the plans in these examples are past. Rules:\n"
            + string.Join('\n', rules.Select(rule => $"- {rule}"));
    }

    public string? Refuse(string component, string text, string shown)
    {
        if (text.Length < ShortestOf(component))
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"it has {text.Length} characters, and {ShortestOf(component)} are the least");
        }
        var rules = PromptTextRules.Of(_own, [shown, .. _planTexts], [.. plans.Select(plan => plan.Id)])
            .Concat(component == PromptTexts.Main ? MainRules : []);
        return rules.FirstOrDefault(rule => !rule.Holds(text)) is { } broken ? $"it breaks the rule: {broken.Rule}" : null;
    }

    /// <summary>What stands in the main prompt today and has to go on standing there.</summary>
    private IEnumerable<PromptTextRule> MainRules
    {
        get
        {
            var today = texts.Set.Main;
            var places = Places(today);
            yield return new(
                places == 0 ? $"there is no {PromptPlaceholders.Plan} in it; the plan is put below it"
                    : $"{PromptPlaceholders.Plan}, where the plan goes, stands in it as often as today",
                text => Places(text) == places);
            foreach (var name in texts.Set.Subagents.Select(subagent => subagent.Name).Where(name => Words.Mention(today, name)))
            {
                yield return new($"it names the subagent {name} exactly so", text => Words.Mention(text, name));
            }
        }
    }

    private static int Places(string text) => text.Split(PromptPlaceholders.Plan).Length - 1;

    private int ShortestOf(string component) => Baseline[component].Text.Length / LeastShare;

    private static CostSource SourceOf(Spending spent) =>
        Enum.TryParse<CostSource>(spent.CostSource, ignoreCase: true, out var source) ? source : CostSource.Unknown;
}
