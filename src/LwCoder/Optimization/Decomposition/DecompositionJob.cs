using System.Text.RegularExpressions;
using LwCoder.Optimization.Compiling;
using LwCoder.Plans;
using LwCoder.Prompting.Evaluation;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Signatures;
using LwCoder.Telemetry.CompiledPrompts;
using Microsoft.Extensions.AI;

namespace LwCoder.Optimization.Decomposition;

/// <summary>
/// Compiles the instruction by which plans are split, from the plans there are. What is measured is how many rules the first
/// answer keeps, and whether scopes cover the paths that the plan names.
/// </summary>
internal sealed partial class DecompositionJob(IChatClient client, DecompositionLimits limits, int seed, TimeProvider time)
{
    public const int FewestPlans = 6;
    private const double RulesShare = 0.7;

    private readonly IReadOnlyList<DecompositionRule> _rules = DecompositionRules.Of(limits);

    /// <exception cref="UserError">There are too few plans.</exception>
    public CompileJob Make(IReadOnlyList<Plan> plans)
    {
        if (plans.Count < FewestPlans)
        {
            throw new UserError(
                $"there are {plans.Count} valid plans to learn from, and {FewestPlans} are needed",
                "write more with 'lw_coder plan'");
        }
        var examples = plans.Select(plan =>
            new Example(FieldValues.Of(("plan", SubtaskBlock.Without(plan.Body))), FieldValues.Empty, plan.Id.Value)).ToList();
        var module = Decompositions.Module(client, _rules);
        // A broken rule is a lower score here and no error, and the model is not shown it: the first answer is measured.
        module = module.WithOptions(module.Options with
        {
            AssertionRetries = 0,
            Assertions = [.. module.Options.Assertions.Select(rule => Assertion.Suggest(rule.Constraint, rule.Holds))],
        });
        var task = new ModuleTask(module, Metrics.From(Score));
        return new CompileJob(
            Decompositions.PromptId, task, DataSplit.ByGroup(examples, example => example.Id!, seed),
            report => Publish(task, report));
    }

    public Score Score(Example example, Prediction prediction)
    {
        if (Decompositions.TryRead(prediction.Outputs) is not { } subtasks)
        {
            return new Score(0, "It is no YAML list of subtasks: " + string.Join("; ", prediction.Warnings));
        }
        var broken = _rules.Where(rule => !rule.Holds(subtasks)).Select(rule => rule.Constraint).ToList();
        var named = PathInText().Matches(example.Inputs.String("plan")).Select(match => ScopePath.Normalise(match.Value))
            .OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var open = named.Where(path => !subtasks.Any(one => one.Scope.Any(scope => ScopePath.IsIn(path, scope)))).ToList();
        var value = (RulesShare * (_rules.Count - broken.Count) / _rules.Count)
            + ((1 - RulesShare) * (named.Count == 0 ? 1 : (double)(named.Count - open.Count) / named.Count));
        return new Score(value, broken.Count + open.Count == 0 ? "All rules are kept." : string.Join('\n',
            broken.Select(rule => $"Broken: {rule}.")
                .Concat(open.Select(path => $"In no scope, although the plan names it: {path}."))));
    }

    private (CompiledPrompt?, string?) Publish(ModuleTask task, OptimizationReport report) => report switch
    {
        { IsChanged: false } => (null, "nothing better than lw_coder's own instruction was found"),
        { HeldOut.Verdict: Verdict.Worse } => (null, "it is worse than lw_coder's own instruction on held-out plans"),
        _ => (CompiledPromptFacts.Of(report, Decompositions.PromptId, "plan", Decompositions.Name, null, time.GetUtcNow())
            with
            {
                // An instruction alone is read more easily; demos need a program.
                Text = report.Best[Decompositions.Name] is { Demos: [], Text: var text } ? text : null,
                ProgramJson = CompiledProgram.Write(task, report.Best, Decompositions.Name, model: null, time.GetUtcNow()),
            }, null),
    };

    /// <summary>`src/shop/login.cs` and its like; a name without a folder may be anything.</summary>
    [GeneratedRegex(@"(?<![\w/.:])[\w.-]+(?:/[\w.-]+)+(?![\w/])")]
    private static partial Regex PathInText();
}
