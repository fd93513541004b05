using System.Globalization;
using LwCoder.Configuration;
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
        var search = await ReadAsync(options, workingDirectory, cancel);
        var engine = openEngine();
        using var work = ComparisonWork.Open(search.Scene, git, narrator, Purpose);
        // A model that does not say what it costs cannot be held to a sum, and is not unless somebody asked for that.
        using var writer = search.Scene.Context.Models.Open(options.Search.Writer)
            .WithBudget(new Budget { MaxCost = options.IsMaxCostGiven ? options.Search.MaxCost : null });
        var journal = new SearchJournal(
            Path.Combine(search.Scene.StateFolder, StateFolder.Optimizations),
            $"prompts-{search.Scene.Context.Agent.Tool}-{search.Variant}",
            options.Search.Optimizer, options.Search.Seed);
        var found = await SearchAsync(search, work, engine, writer, journal, options, cancel);
        if (found.Outcome.BaselineScore is null)
        {
            report.WriteNothing(found, search.Split, options.Search.Json);
            return (int)ExitCode.LimitReached;
        }
        if (!found.IsChanged)
        {
            journal.Delete();
            report.WriteNothing(found, search.Split, options.Search.Json);
            return (int)ExitCode.Done;
        }
        var model = ModelProfile.Of(writer).Defaults.ModelId ?? options.Search.Writer ?? "the configured model";
        var candidate = await WriteAsync(search, found, model, work.Folder, cancel);
        var (comparison, stop) = await CompareAsync(search, candidate, found, engine, options, cancel);
        if (stop is null)
        {
            journal.Delete();
        }
        var words = await new PromptDiff(git).CompareAsync(search.Texts.Set, candidate.Set, search.Scene.StateFolder, cancel);
        report.Write(new OptimizedPrompts(candidate, found, search.Split, comparison, words), options.Search.Json);
        return (int)(stop?.ExitCode ?? ExitCode.Done);
    }

    private async Task<PromptSearch> ReadAsync(OptimizePromptsOptions options, string workingDirectory, CancellationToken cancel)
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
        return new PromptSearch(scene, texts, plans, split);
    }

    private async Task<OptimizationReport> SearchAsync(
        PromptSearch search, ComparisonWork work, IReplayEngine engine, IChatClient writer, SearchJournal journal,
        OptimizePromptsOptions options, CancellationToken cancel)
    {
        var settings = new OptimizerOptions
        {
            Seed = options.Search.Seed,
            MaxMetricCalls = options.Search.BudgetCalls,
            MaxCost = options.Search.MaxCost,
            KeptBack = search.HeldOut(options.Limit, options.Search.Seed).TasksOf(search.Scene).Count,
            Parallelism = options.Jobs,
            Facts = $"{work.Folder.Id}|{options.Search.Writer}|{search.Bases}",
            OnProgress = now => progress.Show("prompts", now),
            Time = time,
        };
        var rollouts = new PromptRollouts(
            search.Scene, work.Folder, work.RunnerOn(engine), search.Texts, options.Limit, options.IsMaxCostGiven,
            new Told(progress));
        var task = new PromptSetTask(search.Texts, rollouts.RunAsync, search.Plans, redact, settings.Limit);
        var optimizer = Optimizers.Create(
            options.Search.Optimizer, writer, threshold: null, Math.Min(LargestMinibatch, search.Split.Train.Count));
        var planned = new Prompting.Optimizers.Optimization(task, search.Data, optimizer, settings);
        Tell(search, planned.Forecast(), options.Search.MaxCost);
        await engine.BeginAsync(work.Folder.Id, cancel);
        try
        {
            return await new Prompting.Optimizers.Optimization(
                task, search.Data, optimizer, settings with { JournalPath = journal.PathOf(planned.Id) }).RunAsync(cancel);
        }
        catch (OptimizerException refused)
        {
            throw new UserError(
                refused.Message.TrimEnd('.'), "raise --budget-calls, name fewer plans, or remove the file that it names",
                ExitCode.LimitReached, refused);
        }
        catch (Exception failure) when (ModelFailure.Explain(failure) is { } error)
        {
            throw new UserError(
                error.Message, $"{error.Hint}; the same command then goes on where it was", error.ExitCode, failure);
        }
        finally
        {
            progress.End();
            await engine.EndAsync(work.Folder.Id);
        }
    }

    private void Tell(PromptSearch search, Forecast forecast, decimal maxCost)
    {
        var (split, parts) = (search.Split, search.Texts.Chosen.Components.Select(part => part.Name));
        var cost = ReplayCost.Guess(search.Scene.StateFolder, search.Scene.Context.Agent.Tool);
        var each = cost is null
            ? "; what one costs is known after the first."
            : string.Create(CultureInfo.InvariantCulture, $", at ${cost:0.00} as the last runs.");
        narrator.Step(string.Create(CultureInfo.InvariantCulture,
            $"{search.Scene.Sets.Active.Name} ({string.Join(", ", parts)}): {split.Train.Count} plans to learn from, "
            + $"{split.Dev.Count} to choose by, {split.Test.Count} held out; at most ${maxCost:0.00}. {forecast.Say(cost)} "
            + $"A metric call is a replay{each}"));
    }

    private async Task<Training.Candidates.Candidate> WriteAsync(
        PromptSearch search, OptimizationReport found, string writer, ComparisonFolder folder, CancellationToken cancel)
    {
        var state = search.Scene.StateFolder;
        var prompts = search.Texts.With(found.Best, PromptAnalysis.Of(found, search.Split, folder.Path));
        var origin = new CandidateOrigin(
            time.GetUtcNow(), search.Scene.Context.Agent.Tool, search.Variant, writer, search.Texts.Set.Fingerprint,
            prompts.ToSet().Fingerprint, $"optimize {found.Optimizer}", found.Seed, search.Samples, Trimmed: 0,
            UsageJson.ToText(found.Spent));
        var folders = new CandidateFolder(
            CandidateCatalog.FolderIn(state), search.Scene.Sets.ToolFolder, search.Variant);
        var written = await folders.WriteAsync(prompts, origin, cancel);
        return new CandidateCatalog(state).Read(written.Name);
    }

    /// <summary>As `candidates compare` does it, which then goes on from what is found here.</summary>
    private async Task<(Comparison, QueueStop?)> CompareAsync(
        PromptSearch search, Training.Candidates.Candidate candidate, OptimizationReport found, IReplayEngine engine,
        OptimizePromptsOptions options, CancellationToken cancel)
    {
        var sets = search.Scene.Sets;
        var scene =
            search.Scene with { Sets = sets with { Variant = search.Variant, Candidates = [PromptSource.Of(candidate)] } };
        var heldOut = search.HeldOut(options.Limit, options.Search.Seed);
        decimal? left = found.Spent.CostSource == CostSource.Unknown
            ? null
            : Math.Max(0, options.Search.MaxCost - found.Spent.Cost);
        narrator.Step($"{candidate.Name} against {sets.Active.Name} on {heldOut.Plans.Count} plans that had no part in it");
        using var work = ComparisonWork.Open(scene, git, narrator);
        try
        {
            return await comparisons.RunAsync(
                scene, work, heldOut, engine, new Told(progress), new QueueLimits(options.Jobs, left), cancel);
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
