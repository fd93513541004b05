using LwCoder.Agents;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Hooks;
using LwCoder.Models;
using LwCoder.Platform.Logging;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Sandboxes;
using LwCoder.Sessions;
using LwCoder.Telemetry;

namespace LwCoder;

/// <summary>
/// Everything a command can ask for, composed by hand and made when first asked for. This part is the doors to the world: the
/// virtual members, which tests and the demo replace. What commands are made of is in Services.Nouns.cs, the commands' handlers
/// are in Services.Verbs.cs.
/// </summary>
internal partial class Services : IDisposable
{
    private readonly Lazy<Interrupts> _interrupts = new(() => new Interrupts(TimeProvider.System));
    private ActivityLog? _log;
    private long _start;

    /// <summary>Answers only.</summary>
    public virtual TextWriter Out => Console.Out;

    /// <summary>The same place for bytes.</summary>
    public virtual Stream OpenRawOut() => Console.OpenStandardOutput();

    public virtual bool OutIsTerminal => !Console.IsOutputRedirected;

    /// <summary>Columns of the terminal; null for a file or a pipe, and where the terminal does not tell.</summary>
    public int? OutWidth => OutIsTerminal && Console.WindowWidth is > 0 and var width ? width : null;

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
        settings.Get(StoreSettings.Url) is null && !File.Exists(StoreLocation.DatabaseIn(StateFolder.Of(root)))
            ? null
            : await FindStoreAsync(root, settings, cancel);

    private async Task<(string Root, Settings Settings)?> PlaceAsync(CancellationToken cancel) =>
        await RepositoryHereAsync(cancel) is { Root: var root } ? (root, new SettingsReader(Home, Environment).Read(root)) : null;

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
}
