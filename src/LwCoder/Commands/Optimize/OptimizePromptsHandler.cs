using System.Globalization;
using LwCoder.Git;
using LwCoder.Judges;
using LwCoder.Models;
using LwCoder.Optimization.Compiling;
using LwCoder.Optimization.PromptSets;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompts;
using LwCoder.Sessions;
using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;
using Microsoft.Extensions.AI;

namespace LwCoder.Commands.Optimize;

/// <summary>
/// The story of `optimize prompts`: past plans are replayed with prompts that a model rewrites after what went wrong, the best
/// become a candidate, and that is compared with the active ones on plans that had no part in it.
/// </summary>
internal sealed class OptimizePromptsHandler(
    ComparisonSceneReader scenes, ComparisonRun comparisons, GitCli git, Func<IReplayEngine> openEngine, LentSecrets lent,
    Func<string, string> redact, OptimizeProgress progress, OptimizePromptsReport report, Narrator narrator, TimeProvider time)
{
    private const string Purpose = "optimize prompts";
    private const int LargestMinibatch = 3;

    public async Task<int> RunAsync(OptimizePromptsOptions options, string workingDirectory, CancellationToken cancel)
    {
        var scene = await scenes.ReadAsync([], options.Session, workingDirectory, cancel);
        var texts = PromptTexts.Of(PromptSet.Load(scene.Sets.Active.Folder), options.Components);
        var plans = await scenes.FindPlansAsync(scene, options.Plans, cancel);
        await lent.LearnAsync(scene.Context.Repository, scene.Context.Settings, scene.Context.Environment, cancel);
        var split = PlanSplits.Of(plans, options.Search.Seed, redact);
        if (split.Test.Count < PairedResult.FewestPairs)
        {
            narrator.Warn($"too few plans for a verdict: {split.Test.Count} of {plans.Count} can be held out; from "
                + $"{PlanSplits.FewestForVerdict} plans on it is {PairedResult.FewestPairs}");
        }
        var heldOut = new ComparisonRequest(
            [.. plans.Where(plan => split.Test.Any(example => example.Id == plan.Id))], Attempts: 1, options.Limit, options.Search.Seed, []);
        var engine = openEngine();
        using var work = ComparisonWork.Open(scene, git, narrator, Purpose);
        using var writer = scene.Context.Models.Open(options.Search.Writer).WithBudget(new Budget { MaxCost = options.Search.MaxCost });
        var journal = new SearchJournal(
            Path.Combine(scene.StateFolder, "optimizations"), $"prompts-{scene.Context.Agent.Tool}-{scene.Sets.Variant}",
            options.Search.Optimizer, options.Search.Seed);

        var found = await SearchAsync(scene, work, texts, plans, split, heldOut.TasksOf(scene).Count, engine, writer, journal, options, cancel);
        if (!found.IsChanged)
        {
            journal.Delete();
            report.WriteNothing(found, split, options.Search.Json);
            return (int)(found.Outcome.BaselineScore is null ? ExitCode.LimitReached : ExitCode.Done);
        }
        var candidate = await WriteAsync(scene, work.Folder, texts, found, split, ModelProfile.Of(writer).Defaults.ModelId ?? options.Search.Writer ?? "the configured model", cancel);
        var (comparison, stop) = await CompareAsync(scene, candidate, heldOut, found, engine, options, cancel);
        if (stop is null)
        {
            journal.Delete();
        }
        var words = await new PromptDiff(git).CompareAsync(texts.Set, candidate.Set, scene.StateFolder, cancel);
        report.Write(new OptimizedPrompts(candidate, found, split, comparison, words), options.Search.Json);
        return (int)(stop?.ExitCode ?? ExitCode.Done);
    }

    private async Task<OptimizationReport> SearchAsync(
        ComparisonScene scene, ComparisonWork work, PromptTexts texts, IReadOnlyList<PastPlan> plans, DataSplit split, int keptBack,
        IReplayEngine engine, IChatClient writer, SearchJournal journal, OptimizePromptsOptions options, CancellationToken cancel)
    {
        var rollouts = new PromptRollouts(
            scene, work.Folder, work.RunnerOn(engine), texts, options.Limit, options.IsMaxCostGiven, new Told(progress));
        var settings = new OptimizerOptions
        {
            Seed = options.Search.Seed,
            MaxMetricCalls = options.Search.BudgetCalls,
            MaxCost = options.Search.MaxCost,
            KeptBack = keptBack,
            Parallelism = options.Jobs,
            Facts = $"{work.Folder.Id}|{options.Search.Writer}|{string.Join(',', plans.Select(plan => $"{plan.Id}@{plan.BaseSha}"))}",
            OnProgress = now => progress.Show("prompts", now),
            Time = time,
        };
        var task = new PromptSetTask(texts, rollouts.RunAsync, plans, redact, settings.Limit);
        var optimizer = Optimizers.Create(
            options.Search.Optimizer, writer, threshold: null, Math.Min(LargestMinibatch, split.Train.Count));
        var search = split with { Test = [] };
        var named = new Prompting.Optimizers.Optimization(task, search, optimizer, settings);
        narrator.Step(string.Create(CultureInfo.InvariantCulture,
            $"{scene.Sets.Active.Name} ({string.Join(", ", texts.Chosen.Components.Select(part => part.Name))}): {split.Train.Count} plans to "
            + $"learn from, {split.Dev.Count} to choose by, {split.Test.Count} held out; at most ${options.Search.MaxCost:0.00}. ")
            + $"{named.Forecast().Say()} A metric call is a replay.");
        await engine.BeginAsync(work.Folder.Id, cancel);
        try
        {
            return await new Prompting.Optimizers.Optimization(
                task, search, optimizer, settings with { JournalPath = journal.PathOf(named.Id) }).RunAsync(cancel);
        }
        catch (OptimizerException refused)
        {
            throw new UserError(
                refused.Message.TrimEnd('.'), "raise --budget-calls, name fewer plans, or remove the file that it names",
                ExitCode.LimitReached, refused);
        }
        catch (Exception failure) when (ModelFailure.Explain(failure) is { } error)
        {
            throw new UserError(error.Message, $"{error.Hint}; the same command then goes on where it was", error.ExitCode, failure);
        }
        finally
        {
            progress.End();
            await engine.EndAsync(work.Folder.Id);
        }
    }

    private async Task<Training.Candidates.Candidate> WriteAsync(
        ComparisonScene scene, ComparisonFolder folder, PromptTexts texts, OptimizationReport found, DataSplit split, string writer,
        CancellationToken cancel)
    {
        var prompts = texts.With(found.Best, PromptAnalysis.Of(found, split, folder.Path));
        var variant = Path.GetFileName(scene.Sets.Active.Folder);
        var origin = new CandidateOrigin(
            time.GetUtcNow(), scene.Context.Agent.Tool, variant, writer, texts.Set.Fingerprint, prompts.ToSet().Fingerprint,
            $"optimize {found.Optimizer}", found.Seed,
            [.. split.Train.Concat(split.Dev).Select(plan => plan.Id!).Order(StringComparer.Ordinal)], Trimmed: 0,
            UsageJson.ToText(found.Spent));
        var written = await new CandidateFolder(
                Path.Combine(scene.StateFolder, "prompts", "candidates"), scene.Sets.ToolFolder, variant)
            .WriteAsync(prompts, origin, cancel);
        return new CandidateCatalog(scene.StateFolder).Read(written.Name);
    }

    /// <summary>As `candidates compare` does it, so that it goes on from what is found here.</summary>
    private async Task<(Comparison, QueueStop?)> CompareAsync(
        ComparisonScene scene, Training.Candidates.Candidate candidate, ComparisonRequest heldOut, OptimizationReport found, IReplayEngine engine,
        OptimizePromptsOptions options, CancellationToken cancel)
    {
        var compared = scene with { Sets = scene.Sets with { Candidates = [PromptSource.Of(candidate)] } };
        decimal? left = found.Spent.CostSource == CostSource.Unknown ? null : Math.Max(0, options.Search.MaxCost - found.Spent.Cost);
        narrator.Step($"{candidate.Name} against {scene.Sets.Active.Name} on {heldOut.Plans.Count} plans that had no part in it");
        using var work = ComparisonWork.Open(compared, git, narrator);
        try
        {
            return await comparisons.RunAsync(
                compared, work, heldOut, engine, new Told(progress), new QueueLimits(options.Jobs, left), cancel);
        }
        finally
        {
            progress.End();
        }
    }

    /// <summary>Tells of each replay.</summary>
    private sealed class Told(OptimizeProgress progress) : IReplayObserver
    {
        public void Began(ComparisonTask task)
        {
        }

        public void Ended(ComparisonTask task, ReplayResult result) =>
            progress.Show($"{task.Source.Key} on {task.Plan.Id}: {result.Describe()}");
    }
}
