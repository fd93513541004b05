using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Hooks;
using LwCoder.Models;
using LwCoder.Platform.Terminal;
using LwCoder.Sandboxes;

namespace LwCoder.Sessions;

/// <summary>What a command line says about a session; null leaves a choice to the environment and the configuration.</summary>
internal sealed record SessionChoices
{
    public string? Tool { get; init; }
    public string? Model { get; init; }
    public string? Prompts { get; init; }
    public string? Sandbox { get; init; }
    public string? IdleTimeout { get; init; }
    public string? SessionTimeout { get; init; }
    public string? Recover { get; init; }
    public bool Headless { get; init; }
    public bool Trust { get; init; }
    public bool NoHooks { get; init; }

    public (Setting, string?)[] Flags =>
    [
        (CodeSettings.Tool, Tool),
        (CodeSettings.Model, Model),
        (CodeSettings.Prompts, Prompts),
        (CodeSettings.Sandbox, Sandbox),
        (CodeSettings.IdleTimeout, IdleTimeout),
        (CodeSettings.SessionTimeout, SessionTimeout),
        (RecoverySettings.Attempts, Recover),
        (CodeSettings.Headless, Headless ? "true" : null),
    ];
}

/// <summary>Settles what a run is made of before anything is changed: repository, settings, trust, agent, sandbox.</summary>
internal sealed class SessionSetup(
    RepositoryReader repositories,
    HomeLayout home,
    IReadOnlyDictionary<string, string> environment,
    Func<string, IAgent> findAgent,
    Func<string, ISandbox> findSandbox,
    Func<Settings, EnvironmentSources, ILanguageModels> openModels,
    Func<Settings, bool, HookRunner> openHooks,
    TrustGate trust,
    Narrator narrator,
    bool hasTerminal)
{
    public async Task<SessionContext> ReadAsync(SessionChoices choices, string workingDirectory, CancellationToken cancel) =>
        Read(choices, await repositories.ReadAsync(workingDirectory, cancel), workingDirectory);

    /// <summary>The same where the repository has been looked at already.</summary>
    public SessionContext Read(SessionChoices choices, RepositoryFacts repository, string workingDirectory)
    {
        var settings = new SettingsReader(home, environment).Read(repository.Root, choices.Flags);
        narrator.Detail(() => $"settings {settings.Origins}");
        var hooks = openHooks(settings, !choices.NoHooks);
        trust.Require(
            repository.Root,
            [.. settings.RisksIn(CodeSettings.Table), .. settings.RisksIn(GovernorSettings.Table)],
            choices.Trust);
        var agent = findAgent(settings.Get(CodeSettings.Tool));
        var sources = EnvironmentSources.Read(settings, repository.Root, home, environment);
        var forwarded = EnvironmentForwarding.Select(
            sources, [.. settings.Get(CodeSettings.ForwardEnv), .. agent.AuthVariables]);
        var models = openModels(settings, sources);
        Warn(settings.Warnings.Concat(forwarded.Warnings).Concat(models.Warnings).Distinct());

        return new SessionContext(
            repository,
            workingDirectory,
            settings,
            agent,
            findSandbox(settings.Get(CodeSettings.Sandbox)),
            forwarded.Variables,
            models,
            hooks,
            Interactive: agent is IProgramAgent && hasTerminal && !settings.Get(CodeSettings.Headless));
    }

    /// <summary>The first line of the console: what protects the user, and who is at work how.</summary>
    public void Describe(SessionContext context)
    {
        narrator.Step($"sandbox {context.Protection.Description}; {context.Agent.Tool}"
            + (context.Model is { } model ? $" with {model}" : "") + $", {context.Mode}");
        foreach (var note in context.Protection.Notes)
        {
            narrator.Notice(note);
        }
    }

    /// <summary>What setup commands may do depends on what the sandbox confines.</summary>
    /// <exception cref="UserError">With <see cref="ExitCode.NeedsPerson"/>: not allowed, or nobody to ask.</exception>
    public void RequireTrust(SessionContext context, SessionChoices choices) => trust.Require(
        context.Repository.Root, SetupSettings.RisksOf(context.SetupSteps, context.Protection.Contained), choices.Trust);

    private void Warn(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            narrator.Warn(warning);
        }
    }
}
