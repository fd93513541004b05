using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Hooks;
using LwCoder.Models;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Sandboxes;

namespace LwCoder.Commands.Code;

/// <summary>Settles what a run is made of before anything is changed: repository, settings, trust, agent, sandbox.</summary>
internal sealed class CodeSetup(
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
    public async Task<CodeContext> ReadAsync(CodeOptions options, string workingDirectory, CancellationToken cancel)
    {
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        var settings = new SettingsReader(home, environment).Read(repository.Root, FlagsOf(options));
        var hooks = openHooks(settings, !options.NoHooks);
        narrator.Detail(() => $"settings {settings.Origins}");
        trust.Require(repository.Root, settings.RisksIn(CodeSettings.Table), options.Trust);
        var agent = findAgent(settings.Get(CodeSettings.Tool));
        var sources = EnvironmentSources.Read(settings, repository.Root, home, environment);
        var forwarded = EnvironmentForwarding.Select(
            sources, [.. settings.Get(CodeSettings.ForwardEnv), .. agent.AuthVariables]);
        var models = openModels(settings, sources);
        Warn(settings.Warnings.Concat(forwarded.Warnings).Concat(models.Warnings).Distinct());
        var prompts = PromptChoice.Decide(settings, agent.Tool, models);

        return new CodeContext(
            repository,
            workingDirectory,
            settings,
            agent,
            findSandbox(settings.Get(CodeSettings.Sandbox)),
            forwarded.Variables,
            models,
            prompts,
            hooks,
            Interactive: agent is IProgramAgent && hasTerminal && !settings.Get(CodeSettings.Headless));
    }

    /// <summary>What setup commands may do depends on what the sandbox confines.</summary>
    /// <exception cref="UserError">With <see cref="ExitCode.NeedsPerson"/>: not allowed, or nobody to ask.</exception>
    public void RequireTrust(CodeContext context, CodeOptions options) => trust.Require(
        context.Repository.Root, SetupSettings.RisksOf(context.SetupSteps, context.Protection.Contained), options.Trust);

    private void Warn(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            narrator.Warn(warning);
        }
    }

    private static (Setting, string?)[] FlagsOf(CodeOptions options) =>
    [
        (CodeSettings.Tool, options.Tool),
        (CodeSettings.Model, options.Model),
        (CodeSettings.Prompts, options.Prompts),
        (CodeSettings.Sandbox, options.Sandbox),
        (CodeSettings.IdleTimeout, options.IdleTimeout),
        (CodeSettings.SessionTimeout, options.SessionTimeout),
        (CodeSettings.Headless, options.Headless ? "true" : null),
    ];
}
