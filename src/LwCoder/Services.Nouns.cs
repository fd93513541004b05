using LwCoder.Agents;
using LwCoder.Commands.Eval;
using LwCoder.Commands.Planning;
using LwCoder.Configuration;
using LwCoder.Diagnosis;
using LwCoder.Evaluation;
using LwCoder.Models;
using LwCoder.Plans;
using LwCoder.Optimization.Bus;
using LwCoder.Optimization.Decomposition;
using LwCoder.Platform.Terminal;
using LwCoder.Sandboxes;
using LwCoder.Sessions;
using LwCoder.Sessions.Live;
using LwCoder.Sessions.Scratch;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Spooling;
using LwCoder.Worktrees;

namespace LwCoder;

/// <summary>What handlers share.</summary>
internal partial class Services
{
    internal SessionSetup SessionSetup => field ??= new SessionSetup(
        Repositories, Home, Environment, FindAgent, FindSandbox, OpenModels, OpenHooks, Trust, Narrator, HasTerminal);

    private FileSync Sync => field ??= new FileSync(Git);

    private CredentialStore Credentials => field ??= new CredentialStore(Home.UserHome);

    private RecordedSession Sessions => field ??= new RecordedSession(
        new SessionGit(Git), (facts, worktree) => new WorktreeWatch(Git, facts, worktree),
        new DroidSession(Processes, Credentials, Narrator, Time), Chronicle, Home, Narrator, Time);

    private SessionChronicle Chronicle => field ??= new SessionChronicle(OpenWriterAsync, Secrets.Redact, Narrator.Warn, Time);

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

    /// <param name="root">Of the repository; null outside of one, which then has no variables of its own.</param>
    private ILanguageModels OpenModelsIn(Settings settings, string? root) =>
        OpenModels(settings, EnvironmentSources.Read(settings, root ?? WorkingDirectory, Home, Environment));

    public RunDiagnosis Diagnoses => new(models => new CompiledClassifier(CompiledPrompts, models, Narrator), Chronicle, Time);

    private WorkDesk Works => new(Git, Recovery, Leftovers, Narrator);

    private PlanSplitting PlanSplitting => new(new PlanDecomposer(CompiledPrompts), Chronicle, Narrator);

    private CompiledPromptBus CompiledPrompts => field ??= new CompiledPromptBus(FindRecordedAsync, PlaceAsync, Narrator, Time);

    private RunRecovery Recovery => field ??= new RunRecovery(Killed, Collector, Chronicle, Narrator, Time);

    private TrustGate Trust => new(Trusted, HasTerminal ? Ask : null);

    private async Task<SpooledWriter?> OpenWriterAsync(string root, CancellationToken cancel)
    {
        var settings = new SettingsReader(Home, Environment).Read(root);
        return settings.Get(StoreSettings.Record)
            ? new SpooledWriter(await FindStoreAsync(root, settings, cancel), OpenSpool(root), Narrator.Warn, Time)
            : null;
    }

    private TelemetrySpool OpenSpool(string root) =>
        new(StoreLocation.SpoolIn(StateFolder.Of(root)), Narrator.Warn, Time);

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
}
