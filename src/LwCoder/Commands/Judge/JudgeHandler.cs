using LwCoder.Configuration;
using LwCoder.Evaluation;
using LwCoder.Git;
using LwCoder.Judges;
using LwCoder.Models;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Sessions.Governing;
using LwCoder.Sessions.Live;

namespace LwCoder.Commands.Judge;

/// <param name="redact">Takes the secrets of this machine out of a text.</param>
internal sealed class JudgeHandler(
    RepositoryReader repositories,
    GitCli git,
    PlanChanges changes,
    SettingsReader settingsReader,
    HomeLayout home,
    IReadOnlyDictionary<string, string> environment,
    Func<Settings, EnvironmentSources, ILanguageModels> openModels,
    Func<string, string> redact,
    LentSecrets lent,
    SessionChronicle chronicle,
    JudgeReport report,
    Narrator narrator,
    TimeProvider time)
{
    public async Task<int> RunAsync(JudgeOptions options, string workingDirectory, CancellationToken cancel)
    {
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        var settings = settingsReader.Read(repository.Root);
        var sources = EnvironmentSources.Read(settings, repository.Root, home, environment);
        var models = openModels(settings, sources);
        foreach (var warning in models.Warnings)
        {
            narrator.Warn(warning);
        }
        var judges = JudgeFolder.Load(repository.Root, workingDirectory);
        var state = StateFolder.Of(repository.Root);
        var plans = PlanCatalog.In(state);
        var plan = PlanFile.Read(plans.Resolve(options.Plan, workingDirectory), workingDirectory).Plan;
        plans.RequireUnique(plan, workingDirectory);

        var forwarded = EnvironmentForwarding.Select(sources, settings.Get(CodeSettings.ForwardEnv));
        await lent.LearnAsync(repository, settings, forwarded.Variables, cancel);
        var runs = RunCatalog.In(state);
        var folder = EvaluationFolder.Of(runs, plan.Id.Value);
        using var change = await changes.FindAsync(repository, runs, plan, folder, cancel);
        narrator.Step($"judging {JudgeReport.Describe(change)}");

        await using var asked = chronicle.Ask(
            repository.Root, models, "judge", plan.Id.Value, runs.NewestOf(plan.Id.Value));
        var paid = MeteredModels.AfterRun(asked, settings, runs, plan.Id.Value, time);
        var judging = new ChangeJudging(git, paid, redact, narrator, time);
        var result = await judging.JudgeAsync(
            repository, plan, change, judges, folder,
            new JudgingOptions(
                settings.Get(EvalSettings.JudgeTokens)!.Value, options.JudgeModel, options.Repeat, options.Force),
            cancel);

        report.Write(new JudgedPlan(plan.Id.Value, change, result, folder.Path), options);
        return (int)CodeOf(result, options.Threshold);
    }

    /// <summary>A failed judge leaves evidence missing: it is only told, unless a threshold was to be reached.</summary>
    private static ExitCode CodeOf(PanelResult result, double? threshold) =>
        !result.Judgements.Any() ? result.Failures.First().ExitCode
        : threshold is { } least && (result.Failures.Any() || !(result.WeightedScore >= least)) ? ExitCode.ChecksFailed
        : ExitCode.Done;
}
