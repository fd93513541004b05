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
using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Git;
using LwCoder.Hooks;
using LwCoder.Judges;
using LwCoder.Models;
using LwCoder.Plans;
using LwCoder.Optimization.Bus;
using LwCoder.Optimization.Decomposition;
using LwCoder.Platform.Logging;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Caching;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sandboxes.Images;
using LwCoder.Sessions;
using LwCoder.Sessions.Live;
using LwCoder.Sessions.Scratch;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Spooling;
using LwCoder.Training.Candidates;
using LwCoder.Training.Replays;
using LwCoder.Worktrees;

namespace LwCoder;

/// <summary>
/// Everything a command can ask for, composed by hand and made when first asked for. The virtual members are the doors to the
/// world; tests and the demo replace them.
/// </summary>
internal class Services : IDisposable
{
    private readonly Lazy<Interrupts> _interrupts = new(() => new Interrupts(TimeProvider.System));
    private ActivityLog? _log;
    private long _start;

    /// <summary>Answers only.</summary>
    public virtual TextWriter Out => Console.Out;

    /// <summary>The same place for bytes.</summary>
    public virtual Stream OpenRawOut() => Console.OpenStandardOutput();

    public virtual bool OutIsTerminal => !Console.IsOutputRedirected;

    /// <summary>Narration, warnings and errors.</summary>
    public virtual TextWriter Error => Console.Error;

    public virtual bool ErrorIsTerminal => !Console.IsErrorRedirected;

    /// <summary>A person can be asked, and can take over.</summary>
    public virtual bool HasTerminal => !Flags.NoInput && !Console.IsInputRedirected && !Console.IsOutputRedirected;

    public virtual TextReader In => Console.In;

    public virtual TimeProvider Time => TimeProvider.System;

    public virtual string WorkingDirectory => Directory.GetCurrentDirectory();

    public virtual IReadOnlyDictionary<string, string> Environment => field ??= EnvironmentVariables.OfThisProcess();

    /// <summary>Cancelled by Ctrl-C and by requests to end.</summary>
    public virtual CancellationToken Cancelled => _interrupts.Value.Token;

    public virtual IProcessRunner Processes =>
        field ??= new ReportedProcesses(new ProcessRunner(_interrupts.Value), Narrator.Trace, Time);

    public virtual IAgent FindAgent(string tool) => AgentCatalog.Find(tool);

    /// <summary>In place of the configured models; null for those.</summary>
    public virtual ILanguageModels? GivenModels => null;

    /// <summary>The models lw_coder itself asks.</summary>
    public ILanguageModels OpenModels(Settings settings, EnvironmentSources sources)
    {
        if (GivenModels is { } given)
        {
            return given;
        }
        Secrets.Add(Secret.FromEnvironment(sources.RepositoryFile));
        Secrets.Add(settings.Get(ModelSettings.ApiKey) is { } key ? [new Secret("api_key", key)] : []);
        return new LanguageModels(
            settings,
            new ModelEndpointReader(settings, sources, Home).Read(),
            () => CacheDirectory.Trusted(Environment, WorkingDirectory, Home),
            Narrator.Warn,
            Time);
    }

    /// <summary>Where the sessions of a repository are recorded. Nothing is opened until it is used.</summary>
    /// <exception cref="UserError">[store] is wrong.</exception>
    /// <param name="root">The main worktree of the repository.</param>
    public virtual Task<ITelemetryStore> FindStoreAsync(string root, Settings settings, CancellationToken cancel) =>
        new RepositoryStore(Git, Home, Environment, Time).FindAsync(root, settings, cancel);

    /// <returns>Null where nothing was recorded yet.</returns>
    private async Task<ITelemetryStore?> FindRecordedAsync(string root, Settings settings, CancellationToken cancel) =>
        settings.Get(StoreSettings.Url) is null && !File.Exists(StoreLocation.DatabaseIn(Path.Combine(root, ".lw_coder")))
            ? null
            : await FindStoreAsync(root, settings, cancel);

    private async Task<(string Root, Settings Settings)> PlaceAsync(CancellationToken cancel)
    {
        var root = await RepositoryRootAsync(cancel);
        return (root, new SettingsReader(Home, Environment).Read(root));
    }

    public GlobalFlags Flags { get; private set; } = GlobalFlags.None;

    /// <summary>The log of this process; it writes nothing until something is worth it.</summary>
    public virtual ActivityLog Log => _log ??= new ActivityLog(
        () => LogFile.Open(Home.LogDirectory, Time), Secrets.Redact, WarnOfLog, Time);

    public ErrorReport Errors => new(Error, Log, withStack: Flags.Verbosity == Verbosity.Debug);

    /// <summary>The user's hooks.</summary>
    /// <param name="enabled">False after `--no-hooks`.</param>
    /// <exception cref="UserError">They contradict each other.</exception>
    public HookRunner OpenHooks(Settings settings, bool enabled)
    {
        Hook.Check(settings);
        return new HookRunner(settings, enabled, Home, Processes, Narrator, Time);
    }

    public HomeLayout Home => field ??= HomeLayout.From(Environment);

    public GitCli Git => field ??= new GitCli(Processes);

    public RepositoryReader Repositories => field ??= new RepositoryReader(Git, Environment);

    public Narrator Narrator => field ??= new Narrator(
        Error, Log, Flags.Verbosity, Flags.Verbosity == Verbosity.Debug ? () => Time.GetElapsedTime(_start) : null);

    public virtual ISandbox FindSandbox(string name) =>
        name == "docker" ? Docker : new HostSandbox(Processes, Home.UserHome, Environment);

    public CodeHandler CodeHandler() => new(
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

    public JudgeHandler JudgeHandler() => new(
        Repositories, Git, Changes, new SettingsReader(Home, Environment), Home, Environment, OpenModels,
        Secrets.Redact, Lent, new JudgeReport(Out), Narrator, Time);

    public EvalHandler EvalHandler() => new(
        Repositories,
        SessionSetup,
        Works,
        new PlanEvaluation(
            Git, Changes, SessionSetup, TestComparison(),
            new FeedbackDesk(
                HasTerminal ? new FeedbackSource(Processes, Environment) : null, FeedbackTalk, Secrets.Redact, Narrator),
            Secrets.Redact, () => Secrets.All, Lent, Narrator, Time),
        new EvalReport(Out, OutIsTerminal),
        Narrator);

    public TrainHandler TrainHandler() => new(
        Repositories, Backups, new SettingsReader(Home, Environment), Home, Environment, FindAgent, OpenModels, Secrets.Redact,
        new TrainReport(Out), Narrator, Time);

    public OptimizeHandler OptimizeHandler() => new(
        Repositories, new SettingsReader(Home, Environment), Home, Environment, OpenModels, FindStoreAsync,
        new OptimizeProgress(Error, ErrorIsTerminal, Narrator), new OptimizeReport(Out, OutIsTerminal), Narrator, Time);

    public CompiledHandler CompiledHandler() => new(
        Repositories, new SettingsReader(Home, Environment), FindStoreAsync, new PromptDiff(Git), new CompiledReport(Out, OutIsTerminal),
        Narrator, Time);

    public CandidatesHandler CandidatesHandler() => new(
        Repositories, new PromptDiff(Git), new CandidatesReport(Out, OutIsTerminal), Narrator);

    public PromoteHandler PromoteHandler() => new(StateFolderHereAsync, new PromotionReport(Out), Narrator, Time);

    public RollbackHandler RollbackHandler() => new(StateFolderHereAsync, new PromotionReport(Out), Time);

    public HistoryHandler HistoryHandler() => new(StateFolderHereAsync, new HistoryReport(Out, OutIsTerminal), Narrator);

    public CompareHandler CompareHandler() => new(
        new CompareSceneReader(Repositories, SessionSetup, FindAgent, Git, Trust, Narrator),
        Git,
        Backups,
        OpenEngine,
        tasks => new ReplayBoard(Error, HasTerminal && !Console.IsErrorRedirected ? Console.WindowWidth : null, tasks),
        new CompareReport(Out, OutIsTerminal),
        Narrator,
        Time);

    public RunOneHandler RunOneHandler() => new(
        new Replay(new ReplayRepository(Git), new RepositoryImages(DockerCli), OpenReplay, Narrator, Time), Out);

    /// <summary>Replays are trusted with what the user has allowed for this repository, of which they are copies.</summary>
    private IReplayEngine OpenEngine(CompareScene scene, CompareOptions options)
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

    /// <summary>An answer of another attempt would be no attempt, and trust in a repository that is soon gone is worth nothing.</summary>
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
        Path.Combine(await RepositoryRootAsync(cancel), ".lw_coder");

    public async Task<RunCatalog> RunsHereAsync(CancellationToken cancel) =>
        new(Path.Combine(await RepositoryRootAsync(cancel), ".lw_coder", "runs"));

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
        new ReplayCleaner(),
        new KilledCheckoutCleaner(),
        new IdleCheckoutCleaner(Time),
        new TemporaryFileCleaner(Home, Time),
        new RunCleaner(Time),
        new RescueRefCleaner(Git, Time),
        new ImageCleaner(new OldImages(DockerCli)),
    ];

    /// <summary>Runs a command line in another folder, without a person, and with the demo's cache instead of the user's.</summary>
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

    /// <summary>Called once for a command line, before anything else is asked for.</summary>
    public void Begin(GlobalFlags flags, string[] arguments)
    {
        (Flags, _start) = (flags.AtLeast(Flags), Time.GetTimestamp());
        Narrator.Trace(() =>
            $"lw_coder {ToolVersion.Text} in {WorkingDirectory}: {CommandLineText.Of(["lw_coder", .. arguments])}");
    }

    public int End(ExitCode exitCode)
    {
        var took = Time.GetElapsedTime(_start);
        var log = Log.Path is { } path ? $"; log: {path}" : "";
        Narrator.Detail(() => FormattableString.Invariant($"exit code {(int)exitCode} after {took.TotalSeconds:0.000} s{log}"));
        return (int)exitCode;
    }

    public void Dispose()
    {
        _log?.Dispose();
        if (_interrupts.IsValueCreated)
        {
            _interrupts.Value.Dispose();
        }
    }

    internal SessionSetup SessionSetup => field ??= new SessionSetup(
        Repositories, Home, Environment, FindAgent, FindSandbox, OpenModels, OpenHooks, Trust, Narrator, HasTerminal);

    private FileSync Sync => field ??= new FileSync(Git);

    private CredentialStore Credentials => field ??= new CredentialStore(Home.UserHome);

    private RecordedSession Sessions => field ??= new RecordedSession(
        new SessionGit(Git), (facts, worktree) => new WorktreeWatch(Git, facts, worktree),
        new DroidSession(Processes, Credentials, Narrator, Time), Chronicle, Home, Narrator, Time);

    private SessionChronicle Chronicle => field ??= new SessionChronicle(OpenWriterAsync, Narrator.Warn, Time);

    private ScratchWorktree Scratch => field ??= new ScratchWorktree(Git, Nested, Rescue, new WorkRemoval(Git));

    private ScratchSession ScratchSession => new(Scratch, Sessions, Narrator, Time);

    private ScratchSweep ScratchSweep => new(Leftovers, Killed, ScratchRemoval, Narrator, Time);

    private ScratchRemoval ScratchRemoval => new(Scratch, Narrator);

    private KilledRuns Killed => field ??= new KilledRuns(Credentials, () => Secrets.All, Narrator, Time);

    private PlanSession PlanSession => new(
        ScratchSession, ScratchSweep,
        new PlanEnding(
            new PlanArrivals(NewPlans, Backups, Narrator), ScratchRemoval, new RunEnding("plan", Chronicle, Time)),
        Narrator);

    private FeedbackTalk FeedbackTalk => new(
        ScratchSession, ScratchSweep, ScratchRemoval, new RunEnding("eval", Chronicle, Time), Secrets.Redact, Narrator);

    private NewPlans NewPlans => field ??= new NewPlans(Git);

    public PlanBackups Backups => field ??= new PlanBackups(Git, Time);

    private KnownSecrets Secrets => field ??= new KnownSecrets(SecretsAround);

    private PlanChanges Changes => new(Git, Worktrees, () => Secrets.All);

    private LentSecrets Lent => new(Git, Secrets);

    private CacheSync Answers => new(CacheDirectory.Trusted(Environment, WorkingDirectory, Home), Narrator, Time);

    /// <summary>
    /// Goes when the user deletes the cache around it, and is no part of that: a worktree gets nothing of it, nor the demo's
    /// worktree anything of the user's.
    /// </summary>
    private string DemoCacheDirectory => Path.Combine(CacheDirectory.Trusted(Environment, WorkingDirectory, Home), "demo");

    private DockerCli DockerCli => field ??= new DockerCli(Processes);

    private ContainerSweep Leftovers => field ??= new ContainerSweep(DockerCli);

    private DockerSandbox Docker => field ??= new DockerSandbox(DockerCli, Home.ImageCacheDirectory, Environment, Time);

    private NestedRepositories Nested => field ??= new NestedRepositories(Processes);

    private WorktreeSnapshot Snapshot => field ??= new WorktreeSnapshot(Nested);

    private RescueRef Rescue => field ??= new RescueRef(Git, Snapshot);

    private WorktreeManager Worktrees => field ??= new WorktreeManager(Git, Rescue, Time);

    private WorkCollector Collector =>
        field ??= new WorkCollector(Nested, new Harvest(Git, Processes), Sync, new ChangePatch(Git), () => Secrets.All);

    public DiagnoseHandler DiagnoseHandler() => new(
        RepositoryHereAsync, RunsHereAsync, OpenModelsIn, new SettingsReader(Home, Environment), Diagnoses, WorkingDirectory, Out);

    /// <param name="root">Of the repository; null outside of one, which then has no variables of its own.</param>
    private ILanguageModels OpenModelsIn(Settings settings, string? root) =>
        OpenModels(settings, EnvironmentSources.Read(settings, root ?? WorkingDirectory, Home, Environment));

    public RunDiagnosis Diagnoses => new(models => new CompiledClassifier(CompiledPrompts, models, Narrator), Chronicle, Time);

    private WorkDesk Works => new(Git, Recovery, Leftovers, Narrator);

    private PlanSplitting PlanSplitting => new(new PlanDecomposer(CompiledPrompts), Narrator);

    private CompiledPromptBus CompiledPrompts => field ??= new CompiledPromptBus(FindRecordedAsync, PlaceAsync, Narrator, Time);

    private RunRecovery Recovery => field ??= new RunRecovery(Killed, Collector, Chronicle, Narrator, Time);

    private TrustGate Trust => new(Trusted, HasTerminal ? Ask : null);

    protected virtual TrustStore? Trusted => new(Home, Time, Narrator.Warn);

    /// <summary>Only where <see cref="HasTerminal"/>.</summary>
    public virtual bool Ask(string question)
    {
        Error.Write($"{TerminalText.Lines(question)} [y/N] ");
        return In.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    /// <summary>From the log's own thread, and not by the narrator, which would log it.</summary>
    private void WarnOfLog(string text)
    {
        lock (Error)
        {
            Error.WriteLine($"warning: {text}");
        }
    }

    private async Task<SpooledWriter?> OpenWriterAsync(string root, CancellationToken cancel)
    {
        var settings = new SettingsReader(Home, Environment).Read(root);
        return settings.Get(StoreSettings.Record)
            ? new SpooledWriter(await FindStoreAsync(root, settings, cancel), OpenSpool(root), Narrator.Warn, Time)
            : null;
    }

    private TelemetrySpool OpenSpool(string root) =>
        new(StoreLocation.SpoolIn(Path.Combine(root, ".lw_coder")), Narrator.Warn, Time);

    /// <summary>Those of the process and of the home's `.env`.</summary>
    private IEnumerable<Secret> SecretsAround()
    {
        var named = Secret.FromNames(Environment);
        try
        {
            return EnvFile.Read(Home.EnvFile) is { } file ? named.Concat(Secret.FromEnvironment(file)) : named;
        }
        catch (UserError)
        {
            // A file nobody can read gives nobody a secret; the command that needs it says what is wrong with it.
            return named;
        }
    }

    /// <param name="Folder">The working directory.</param>
    /// <param name="CacheDirectory">Where models' answers are kept.</param>
    private sealed record Elsewhere(string Folder, string CacheDirectory)
    {
        /// <summary>In place of the configured models; null for the same as here.</summary>
        public ILanguageModels? Models { get; init; }

        /// <summary>Null for the same as here.</summary>
        public TextWriter? Out { get; init; }
        public TextWriter? Error { get; init; }

        /// <summary>Whether what the user trusts there is kept: not of a repository that is soon gone.</summary>
        public bool RemembersTrust { get; init; } = true;
    }

    private sealed class ServicesElsewhere(Services real, Elsewhere place, CancellationToken cancel) : Services
    {
        public override TextWriter Out => place.Out ?? real.Out;
        public override Stream OpenRawOut() => real.OpenRawOut();
        public override bool OutIsTerminal => real.OutIsTerminal;
        public override TextWriter Error => place.Error ?? real.Error;
        public override bool HasTerminal => false;
        public override ActivityLog Log => real.Log;
        public override TimeProvider Time => real.Time;
        public override IReadOnlyDictionary<string, string> Environment =>
            field ??= new Dictionary<string, string>(real.Environment, EnvironmentVariables.Comparer)
            {
                [WorktreeCache.Variable] = place.CacheDirectory,
            };
        public override IProcessRunner Processes => real.Processes;
        public override CancellationToken Cancelled => cancel;
        public override string WorkingDirectory => place.Folder;
        public override ILanguageModels? GivenModels => place.Models ?? real.GivenModels;
        public override IAgent FindAgent(string tool) => real.FindAgent(tool);
        protected override TrustStore? Trusted => place.RemembersTrust ? real.Trusted : null;
    }
}
