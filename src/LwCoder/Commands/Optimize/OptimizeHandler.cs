using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Diagnosis;
using LwCoder.Git;
using LwCoder.Models;
using LwCoder.Optimization.Classifier;
using LwCoder.Optimization.Compiling;
using LwCoder.Optimization.Decomposition;
using LwCoder.Optimization.Examples;
using LwCoder.Optimization.Quality;
using LwCoder.Optimization.Recovery;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Optimizers;
using LwCoder.Sessions.Governing;
using LwCoder.Sessions.Live;
using LwCoder.Telemetry;

namespace LwCoder.Commands.Optimize;

/// <summary>
/// The story of `optimize`: recorded sessions become examples, a search finds better texts, versions are stored.
/// </summary>
internal sealed class OptimizeHandler(
    RepositoryReader repositories,
    SettingsReader settingsReader,
    HomeLayout home,
    IReadOnlyDictionary<string, string> environment,
    Func<Settings, EnvironmentSources, ILanguageModels> openModels,
    Func<string, Settings, CancellationToken, Task<ITelemetryStore>> findStore,
    SessionChronicle chronicle,
    OptimizeProgress progress,
    OptimizeReport report,
    Narrator narrator,
    TimeProvider time)
{
    public async Task<int> RunAsync(OptimizeOptions options, string workingDirectory, CancellationToken cancel)
    {
        await using var scene = await ReadAsync(options, workingDirectory, cancel);
        switch (options.Target)
        {
            case OptimizeTarget.Recovery:
                await RecoveryAsync(scene, options, cancel);
                break;
            case OptimizeTarget.Classifier:
                await ClassifierAsync(scene, options, cancel);
                break;
            case OptimizeTarget.Decompose:
                await DecomposeAsync(scene, options, cancel);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(options), options.Target, null);
        }
        return (int)ExitCode.Done;
    }

    private async Task RecoveryAsync(OptimizeScene scene, OptimizeOptions options, CancellationToken cancel)
    {
        var categories = options.Category is { } only ? [FailureCategories.Parse(only)!.Value] : FailureCategories.OfModel;
        var judge = options.Judge is { } name ? new RecoveryJudge(scene.Open(name)) : null;
        var (jobs, skipped) =
            new RecoveryJobs(judge, options.Tool, options.Seed, time).Make(await ExamplesAsync(scene, cancel), categories);
        foreach (var (category, sessions) in skipped)
        {
            narrator.Notice(
                $"{category.Name()}: {sessions} sessions went wrong so, and {RecoveryJobs.FewestExamples} of different "
                + "tasks are needed");
        }
        if (jobs.Count == 0)
        {
            throw new UserError(
                "there are too few sessions that went wrong to learn from",
                "import what other agents recorded with 'lw_coder telemetry import', or wait until there are more");
        }
        report.Write(await CompileAsync(scene, jobs, options, threshold: null, cancel), trial: null, options.Json);
    }

    private async Task ClassifierAsync(OptimizeScene scene, OptimizeOptions options, CancellationToken cancel)
    {
        var file = options.Gold is { } given
            ? Path.GetFullPath(given, scene.Repository.Root)
            : Path.Combine(scene.State, GoldLabels.File);
        var gold = GoldLabels.Read(file);
        var job = new ClassifierJob(scene.Open(options.Model), options.Model, options.Seed, time);
        var made = job.Make(await ExamplesAsync(scene, cancel), gold, file);
        var results = await CompileAsync(scene, [made], options, ClassifierMetric.RightShare, cancel);
        report.Write(results, job.Trial, options.Json);
    }

    private async Task DecomposeAsync(OptimizeScene scene, OptimizeOptions options, CancellationToken cancel)
    {
        var plans = new List<Plan>();
        foreach (var file in PlanCatalog.In(scene.State).Files())
        {
            try
            {
                plans.Add(PlanFile.Read(file, scene.Repository.Root).Plan);
            }
            catch (UserError invalid)
            {
                narrator.Notice($"{Path.GetFileName(file)} is not learned from: {invalid.Message}");
            }
        }
        var job = new DecompositionJob(
            scene.Open(options.Model), DecompositionLimits.From(scene.Settings), options.Seed, time).Make(plans);
        report.Write(await CompileAsync(scene, [job], options, threshold: 1, cancel), trial: null, options.Json);
    }

    private async Task<IReadOnlyList<CompileResult>> CompileAsync(
        OptimizeScene scene, IReadOnlyList<CompileJob> jobs, OptimizeOptions options, double? threshold, CancellationToken cancel)
    {
        var optimizer = Optimizers.Create(options.Optimizer, scene.Open(options.Writer), threshold);
        foreach (var job in jobs)
        {
            Announce(job, optimizer, SettingsOf(job, options), options);
        }
        narrator.Step(
            string.Create(CultureInfo.InvariantCulture, $"at most ${options.MaxCost:0.00} are spent, on everything together"));
        var compiler = new PromptCompiler(
            scene.Store, Path.Combine(scene.State, StateFolder.Optimizations), narrator.Warn, time);
        var results = new List<CompileResult>();
        foreach (var job in jobs)
        {
            // What one prompt leaves of its share, those after it have; counted so that a run that was killed shares alike.
            var left = options.MaxCost - results.Sum(result => result.Report.Spent.Cost);
            var share = Math.Max(0, left) / (jobs.Count - results.Count);
            results.Add(await CompileAsync(compiler, optimizer, job, SettingsOf(job, options) with { MaxCost = share }, cancel));
        }
        compiler.Forget(jobs, optimizer, options.Seed);
        return results;
    }

    /// <exception cref="UserError">The budget buys nothing.</exception>
    private void Announce(CompileJob job, IPromptOptimizer optimizer, OptimizerOptions settings, OptimizeOptions options)
    {
        var forecast = PromptCompiler.Forecast(job, optimizer, settings);
        // A question to a writer holds some examples, and its answer a whole text: three times one of the prompt itself.
        var cost = job.GuessCost(ListPrices.AtMost(options.Model));
        narrator.Step(string.Create(CultureInfo.InvariantCulture,
            $"{job.PromptId}: {job.Data.Train.Count} examples to learn from, {job.Data.Dev.Count} to choose by, "
            + $"{job.Data.Test.Count} held out. ")
            + forecast.Say(cost * job.ModelsAsked, 3 * job.GuessCost(ListPrices.AtMost(options.Writer))));
        try
        {
            forecast.RequireOne();
        }
        catch (OptimizerException refused)
        {
            throw new UserError(
                $"{job.PromptId}: {refused.Message.TrimEnd('.')}",
                string.Create(
                    CultureInfo.InvariantCulture, $"raise --budget-calls to {forecast.Floor + forecast.HeldOutCalls} or more"),
                ExitCode.LimitReached, refused);
        }
    }

    private async Task<CompileResult> CompileAsync(
        PromptCompiler compiler, IPromptOptimizer optimizer, CompileJob job, OptimizerOptions settings, CancellationToken cancel)
    {
        try
        {
            return await compiler.RunAsync(job, optimizer, settings, cancel);
        }
        catch (OptimizerException refused)
        {
            throw new UserError(
                $"{job.PromptId}: {refused.Message.TrimEnd('.')}", "remove the file that it names, or end what uses it",
                ExitCode.Failed, refused);
        }
        catch (Exception failure) when (ModelFailure.Explain(failure) is { } error)
        {
            throw new UserError(
                $"{job.PromptId}: {error.Message}", $"{error.Hint}; the same command then goes on where it was",
                error.ExitCode, failure);
        }
        finally
        {
            progress.End();
        }
    }

    private OptimizerOptions SettingsOf(CompileJob job, OptimizeOptions options) => new()
    {
        Seed = options.Seed,
        MaxMetricCalls = options.BudgetCalls,
        Facts = $"{options.Model}|{options.Writer}|{options.Judge}",
        OnProgress = happened => progress.Show(job.PromptId, happened),
        Time = time,
    };

    private async Task<TrainingSet> ExamplesAsync(OptimizeScene scene, CancellationToken cancel)
    {
        var set = await new TrainingSetReader(scene.Store).ReadAsync(cancel);
        narrator.Step(string.Create(CultureInfo.InvariantCulture,
            $"{set.Sessions.Count} sessions in {scene.Store.Description}: {set.Count(Outcome.Success)} succeeded, "
            + $"{set.Count(Outcome.Partial)} partly, {set.Count(Outcome.Failure)} failed; {set.Recoveries.Count} recoveries, "
            + $"{set.Recoveries.Count(pair => pair.Recovered)} of them succeeded"));
        if (set.Sessions.Count > 0)
        {
            narrator.Step(string.Join(", ", QualityMetrics.All.Select(metric => string.Create(CultureInfo.InvariantCulture,
                $"{metric.Name} {set.Sessions.Average(session => metric.Of(session).Value):0.00}"))));
        }
        foreach (var (reason, count) in set.Skipped.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            narrator.Notice($"{count} sessions are not used: {reason}");
        }
        return set;
    }

    private async Task<OptimizeScene> ReadAsync(OptimizeOptions options, string workingDirectory, CancellationToken cancel)
    {
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        var settings = settingsReader.Read(repository.Root);
        var models = openModels(settings, EnvironmentSources.Read(settings, repository.Root, home, environment));
        foreach (var warning in models.Warnings)
        {
            narrator.Warn(warning);
        }
        return new OptimizeScene(
            repository, StateFolder.Of(repository.Root), settings, chronicle.Ask(repository.Root, models, "optimize"),
            await findStore(repository.Root, settings, cancel), new Budget { MaxCost = options.MaxCost });
    }
}
