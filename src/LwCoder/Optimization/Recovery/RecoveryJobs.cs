using LwCoder.Diagnosis;
using LwCoder.Optimization.Bus;
using LwCoder.Optimization.Compiling;
using LwCoder.Optimization.Examples;
using LwCoder.Prompting.Optimizers;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Optimization.Recovery;

/// <summary>A job for each way to go wrong of which there are enough sessions.</summary>
/// <param name="judge">Null: the text alone decides.</param>
/// <param name="tool">Only sessions of this agent, and a prompt for it alone; null: all.</param>
internal sealed class RecoveryJobs(RecoveryJudge? judge, string? tool, int seed, TimeProvider time)
{
    /// <summary>Two to learn from, two to choose by and two to be measured on.</summary>
    public const int FewestExamples = 6;

    /// <returns>Jobs, and for each category without one the number of its sessions.</returns>
    public (IReadOnlyList<CompileJob> Jobs, IReadOnlyList<(FailureCategory Category, int Sessions)> Skipped) Make(
        TrainingSet set, IEnumerable<FailureCategory> categories)
    {
        var sessions = set.Sessions.Where(session => tool is null || session.Tool == tool).ToList();
        var roots = sessions.ToDictionary(session => session.Id, session => session.RootTask);
        var jobs = new List<CompileJob>();
        var skipped = new List<(FailureCategory, int)>();
        foreach (var category in categories)
        {
            var examples = RecoveryExamples.Of(sessions, category);
            var data = DataSplit.ByGroup(examples, example => roots[example.Id!], seed);
            if (examples.Count < FewestExamples || data.Dev.Count == 0)
            {
                skipped.Add((category, examples.Count));
                continue;
            }
            var task = new RecoveryTask(category, judge);
            jobs.Add(new CompileJob(
                CompiledRecoveryPrompts.IdFor(category, tool), task, data, report => Publish(report, category))
            {
                ModelsAsked = judge is null ? 0 : 1,
            });
        }
        return (jobs, skipped);
    }

    private (CompiledPrompt?, string?) Publish(OptimizationReport report, FailureCategory category) => report switch
    {
        { IsChanged: false } => (null, "nothing better than the hand-written template was found"),
        { HeldOut.Verdict: Verdict.Worse } => (null, "it is worse than the hand-written template on held-out sessions"),
        _ => (CompiledPromptFacts.Of(
            report, CompiledRecoveryPrompts.IdFor(category, tool), "fitter_dispatch", RecoveryTask.ComponentOf(category),
            category.Name(), time.GetUtcNow()) with { Text = report.Best[RecoveryTask.ComponentOf(category)].Text }, null),
    };
}
