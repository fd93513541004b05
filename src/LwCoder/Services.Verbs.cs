using System.CommandLine;
using LwCoder.Agents;
using LwCoder.Agents.Mini;
using LwCoder.Cleanup;
using LwCoder.Commands.Abandon;
using LwCoder.Commands.Candidates;
using LwCoder.Commands.Code;
using LwCoder.Commands.Compiled;
using LwCoder.Commands.Demo;
using LwCoder.Commands.Diagnose;
using LwCoder.Commands.Doctor;
using LwCoder.Commands.Eval;
using LwCoder.Commands.Finalize;
using LwCoder.Commands.Judge;
using LwCoder.Commands.Optimize;
using LwCoder.Commands.Planning;
using LwCoder.Commands.RecoverPlan;
using LwCoder.Commands.Shared;
using LwCoder.Commands.Telemetry;
using LwCoder.Commands.Train;
using LwCoder.Completions;
using LwCoder.Configuration;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Evaluation.Feedback;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Git;
using LwCoder.Judges;
using LwCoder.Models;
using LwCoder.Plans;
using LwCoder.Optimization.Bus;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Caching;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sandboxes.Images;
using LwCoder.Sessions;
using LwCoder.Telemetry;
using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;
using LwCoder.Worktrees;

namespace LwCoder;

/// <summary>Each command's handler, and what only one command needs.</summary>
internal partial class Services
{
    public CodeHandler CodeHandler() => new(
        Repositories,
        SessionSetup,
        new QuickFix(NewPlans, Narrator, Time),
        new PlanDesk(Worktrees, new PlanBase(Git), Narrator),
        Worktrees,
        Recovery,
        new CodeAttempts(
            new CodeRun(
                new RunPrompter(Narrator),
                new RunCheckout(Sync, Processes, Narrator, Time),
                Sessions,
                Backups,
                Answers,
                Collector,
                new WorkRescue(Git, Rescue, Narrator),
                new RunEnding("code", Chronicle, Time),
                Narrator,
                Time),
            Diagnoses,
            new RecoveryPrompter(new CompiledRecoveryPrompts(CompiledPrompts)),
            Narrator,
            Time),
        new CodeReport(Out),
        Narrator,
        Time);

    public PlanHandler PlanHandler() => new(SessionSetup, PlanSession, PlanSplitting, new PlanReport(Out, Narrator));

    public PlanSplit PlanSplit() => new(
        Repositories, new SettingsReader(Home, Environment), Home, Environment, OpenModels, PlanSplitting, Narrator, Out);

    public RecoverHandler RecoverHandler() => new(RunsHereAsync, CodeHandler(), new RecoveryRatesReport(Out, OutIsTerminal));

    public PlanLint PlanLint() => new(Repositories, Worktrees, Out);

    public PlanList PlanList() => new(Repositories, Out, OutIsTerminal, Time);

    public FinalizeHandler FinalizeHandler()
    {
        var removal = new WorkRemoval(Git);
        return new FinalizeHandler(
            new FinalizeSetup(Repositories, Home, Environment, Trust),
            Git,
            Works,
            new WorkIntegration(Git, Snapshot, removal),
            new FinalizeChecks(Processes, Narrator, Time),
            new Landing(Git),
            new FinalizeClosing(Git, Snapshot, Rescue, removal, Backups, Narrator),
            new FinalizeReport(Out),
            Narrator);
    }

    public AbandonHandler AbandonHandler() => new(
        Repositories, Git, Works, new WorkKeeper(Git, Rescue), new WorkRemoval(Git), Backups,
        new AbandonReport(Out), Narrator, HasTerminal ? Ask : null);

    public RecoverPlanHandler RecoverPlanHandler() => new(
        Repositories, Backups, new WorkRestore(Git, Snapshot), new BackupList(Out, OutIsTerminal, Time), new RecoverReport(Out),
        Narrator);

    public DiagnoseHandler DiagnoseHandler() => new(
        RepositoryHereAsync, RunsHereAsync, OpenModelsIn, new SettingsReader(Home, Environment), Diagnoses, WorkingDirectory,
        Out);

    public JudgeHandler JudgeHandler() => new(
        Repositories, Git, Changes, new SettingsReader(Home, Environment), Home, Environment, OpenModels,
        Secrets.Redact, Lent, Chronicle, new JudgeReport(Out), Narrator, Time);

    public EvalHandler EvalHandler() => new(
        Repositories,
        SessionSetup,
        Works,
        new PlanEvaluation(
            Git, Changes, SessionSetup, TestComparison(),
            new FeedbackDesk(
                HasTerminal ? new FeedbackSource(Processes, Environment) : null, FeedbackTalk, Secrets.Redact, Narrator),
            Secrets.Redact, () => Secrets.All, Lent, Chronicle, Narrator, Time),
        new EvalReport(Out, OutIsTerminal),
        Narrator);

    public TrainHandler TrainHandler() => new(
        Repositories, Backups, new SettingsReader(Home, Environment), Home, Environment, FindAgent, OpenModels, Secrets.Redact,
        Chronicle, new TrainReport(Out), Narrator, Time);

    public OptimizeHandler OptimizeHandler() => new(
        Repositories, new SettingsReader(Home, Environment), Home, Environment, OpenModels, FindStoreAsync, Chronicle,
        new OptimizeProgress(Error, ErrorIsTerminal, Narrator), new OptimizeReport(Out, OutIsTerminal), Narrator, Time);

    public OptimizePromptsHandler OptimizePromptsHandler() => new(
        ComparisonScenes, new ComparisonRun(Narrator, Time), Git, () => new LocalEngine(RunReplayAsync, trust: true), Lent,
        Secrets.Redact, new OptimizeProgress(Error, ErrorIsTerminal, Narrator), new OptimizePromptsReport(Out), Narrator, Time);

    public CompiledHandler CompiledHandler() => new(
        Repositories, new SettingsReader(Home, Environment), FindStoreAsync, new PromptDiff(Git),
        new CompiledReport(Out, OutIsTerminal), Narrator, Time);

    public CandidatesHandler CandidatesHandler() => new(
        Repositories, new PromptDiff(Git), new CandidatesReport(Out, OutIsTerminal), Narrator);

    public PromoteHandler PromoteHandler() => new(StateFolderHereAsync, new PromotionReport(Out), Narrator, Time);

    public RollbackHandler RollbackHandler() => new(StateFolderHereAsync, new PromotionReport(Out), Time);

    public HistoryHandler HistoryHandler() => new(StateFolderHereAsync, new HistoryReport(Out, OutIsTerminal), Narrator);

    public CompareHandler CompareHandler() => new(
        ComparisonScenes,
        new ComparisonRun(Narrator, Time),
        Git,
        OpenEngine,
        tasks => new ReplayBoard(Error, HasTerminal && !Console.IsErrorRedirected ? Console.WindowWidth : null, tasks),
        new CompareReport(Out, OutIsTerminal),
        Narrator);

    private ComparisonSceneReader ComparisonScenes =>
        new(Repositories, SessionSetup, FindAgent, Git, Backups, Trust, Narrator);

    public RunOneHandler RunOneHandler() => new(
        new Replay(new ReplayRepository(Git), new RepositoryImages(DockerCli), OpenReplay, Narrator, Time), Out);

    /// <summary>Replays are trusted with what the user has allowed for this repository, of which they are copies.</summary>
    private IReplayEngine OpenEngine(ComparisonScene scene, CompareOptions options)
    {
        if (options.Image is not { } image)
        {
            return new LocalEngine(RunReplayAsync, trust: true);
        }
        var home = SwarmHome.Of(Home, Environment, scene.Context);
        var socket = scene.Context.Sandbox.Name == "docker" ? SwarmHome.SocketOf(Environment) : null;
        return new SwarmEngine(DockerCli, new SwarmOptions(image, socket, Trust: true, home), Time);
    }

    private Task<int> RunReplayAsync(string[] arguments, TextWriter log, CancellationToken cancel)
    {
        var place = new Elsewhere(WorkingDirectory, CacheDirectory.Trusted(Environment, WorkingDirectory, Home))
        {
            Out = TextWriter.Null, Error = log,
        };
        return Cli.RunAsync(arguments, new ServicesElsewhere(this, place, cancel) { Flags = Flags });
    }

    /// <summary>
    /// An answer of another attempt would be no attempt, and trust in a repository that is soon gone is worth nothing.
    /// </summary>
    private ReplayScene OpenReplay(string root, string cache, CancellationToken cancel)
    {
        var place = new Elsewhere(root, cache) { Out = Error, RemembersTrust = false };
        var there = new ServicesElsewhere(this, place, cancel) { Flags = Flags };
        return new ReplayScene(
            arguments => Cli.RunAsync(arguments, there),
            new ReplayEvaluation(
                there.SessionSetup, there.Changes, there.TestComparison(),
                context => new ChangeJudging(there.Git, context.Models, there.Secrets.Redact, there.Narrator, Time), there.Lent));
    }

    public CheckCardHandler CheckCardHandler() => new(
        async cancel => await FindStoreAsync(await RepositoryRootAsync(cancel), cancel), Out, Time);

    private Task<ITelemetryStore> FindStoreAsync(string root, CancellationToken cancel) =>
        FindStoreAsync(root, new SettingsReader(Home, Environment).Read(root), cancel);

    public ImportHandler ImportHandler() => new(
        RepositoryRootAsync,
        FindStoreAsync,
        Home, WorkingDirectory, new Redactor(Secrets.All).Redact,
        new ImportBar(Error, Narrator, ErrorIsTerminal, Time), new ImportAnswer(Out), Time);

    /// <summary>Runs a project's tests without a change and with it.</summary>
    public TestComparison TestComparison() =>
        new(new TestRunner(Git, Sync, Processes, Secrets.Redact, Narrator, Time), Trust);

    public async Task<string> RepositoryRootAsync(CancellationToken cancel) =>
        (await Repositories.ReadAsync(WorkingDirectory, cancel)).Root;

    private async Task<string> StateFolderHereAsync(CancellationToken cancel) =>
        StateFolder.Of(await RepositoryRootAsync(cancel));

    public async Task<RunCatalog> RunsHereAsync(CancellationToken cancel) =>
        RunCatalog.In(await StateFolderHereAsync(cancel));

    /// <summary>The store of the repository here, with what was spooled for it.</summary>
    /// <exception cref="UserError">There is no repository, or its store cannot be used.</exception>
    public async Task<ITelemetryStore> OpenTelemetryAsync(CancellationToken cancel)
    {
        var root = await RepositoryRootAsync(cancel);
        var store = await FindStoreAsync(root, new SettingsReader(Home, Environment).Read(root), cancel);
        using var spool = OpenSpool(root);
        if (!spool.IsEmpty)
        {
            await spool.DrainAsync(store, cancel);
        }
        return store;
    }

    /// <returns>Null outside of a repository.</returns>
    /// <exception cref="UserError">There is one, and it cannot be served.</exception>
    public async Task<RepositoryFacts?> RepositoryHereAsync(CancellationToken cancel)
    {
        try
        {
            return await Repositories.ReadAsync(WorkingDirectory, cancel);
        }
        catch (NoRepository)
        {
            return null;
        }
    }

    /// <summary>What `gc` removes, and `doctor --fix` the debris of.</summary>
    public IReadOnlyList<ICleaner> Cleaners() =>
    [
        new ContainerCleaner(Leftovers),
        new KilledSessionCleaner(PlanSession.Name, PlanSession.SweepAsync),
        new KilledSessionCleaner(FeedbackTalk.Name, FeedbackTalk.SweepAsync),
        new LentLoginCleaner(Credentials),
        new WorktreeRecordCleaner(Git, Rescue),
        new StrayWorktreeCleaner(new WorkRemoval(Git)),
        new LandingRecordCleaner(Git),
        new ReplayCleaner(),
        new KilledCheckoutCleaner(),
        new IdleCheckoutCleaner(Time),
        new TemporaryFileCleaner(Home, Time),
        new RunCleaner(Time),
        new RescueRefCleaner(Git, Time),
        new ImageCleaner(new OldImages(DockerCli)),
    ];

    /// <summary>
    /// Runs a command line in another folder, without a person, and with the demo's cache instead of the user's.
    /// </summary>
    /// <param name="models">In place of the configured ones; null for those.</param>
    public async Task<int> RunElsewhereAsync(
        string folder, ILanguageModels? models, string[] arguments, CancellationToken cancel) =>
        await Cli.RunAsync(
            arguments,
            new ServicesElsewhere(this, new Elsewhere(folder, DemoCacheDirectory) { Models = models }, cancel) { Flags = Flags });

    /// <param name="root">The command line this process was started with.</param>
    public DoctorHandler DoctorHandler(Command root) => new(
        new DoctorSceneReader(RepositoryHereAsync, Home, Environment),
        scene => DoctorChecks.All(
            scene, Git, DockerCli, new Bubblewrap(Processes), Processes, Cleaners(),
            new CompletionInstaller(new UserFolders(Home, Environment)), () => CommandTreeReader.Read(root), Time),
        Out,
        Narrator,
        Time);

    public DemoHandler DemoHandler() => new(
        Git,
        RunElsewhereAsync,
        cancel => Docker.HasOwnImageAsync(MiniAgent.Name, ["dotnet", "--list-sdks"], cancel),
        new PromptCache(DemoCacheDirectory, new() { OnProblem = Narrator.Warn, Time = Time }),
        Error,
        Time);
}
