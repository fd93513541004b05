using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Hooks;
using LwCoder.Models;
using LwCoder.Plans;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sessions.Governing;

namespace LwCoder.Sessions;

/// <summary>Everything that is settled before anything is changed: where we are, and what is to be used.</summary>
/// <param name="Protection">What the sandbox protects from.</param>
/// <param name="Environment">Forwarded variables; treated as secret.</param>
/// <param name="Models">For lw_coder's own questions.</param>
internal sealed record SessionContext(
    RepositoryFacts Repository,
    string WorkingDirectory,
    Settings Settings,
    IAgent Agent,
    ISandbox Sandbox,
    IReadOnlyDictionary<string, string> Environment,
    ILanguageModels Models,
    HookRunner Hooks,
    bool Interactive)
{
    /// <summary>What the sandbox protects from; nothing until it was asked.</summary>
    public SandboxFacts Protection { get; init; } = new("unchecked", Contained: false);

    /// <summary>What the sessions of one run share; null for one session that has all of it.</summary>
    public RunBudget? Budget { get; init; }

    /// <summary>`.lw_coder` of the main worktree.</summary>
    public string StateFolder => Configuration.StateFolder.Of(Repository.Root);

    public RunCatalog Runs => RunCatalog.In(StateFolder);

    public PlanCatalog Plans => PlanCatalog.In(StateFolder);

    public IReadOnlyList<SetupStep> SetupSteps => Settings.Get(SetupSettings.Steps);

    public string? Model => OtherModel ?? Settings.Get(CodeSettings.Model);

    /// <summary>In place of the configured one; null for that.</summary>
    public string? OtherModel { get; init; }

    public string Mode => Interactive ? "interactive" : "headless";

    public SessionLimits SessionLimits => SessionLimits.Default with
    {
        Idle = Settings.Get(CodeSettings.IdleTimeout),
        Session = Settings.Get(CodeSettings.SessionTimeout),
    };

    /// <summary>Bytes of model answers the agent gets; 0 for none.</summary>
    public long SharedAnswers => CodeSettings.SizeOf(Settings.Get(CodeSettings.CacheSync)!)!.Value;

    public SandboxLimits SandboxLimits => new(
        Settings.Get(CodeSettings.Network), Settings.Get(CodeSettings.Memory), Settings.Get(CodeSettings.Pids));
}
