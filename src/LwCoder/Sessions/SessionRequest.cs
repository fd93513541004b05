using LwCoder.Agents;
using LwCoder.Models;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sessions.Governing;
using LwCoder.Sessions.Setup;

namespace LwCoder.Sessions;

/// <summary>One agent, one sandbox, one worktree: what a session is made of.</summary>
internal sealed record SessionRequest
{
    public required IAgent Agent { get; init; }
    public required ISandbox Sandbox { get; init; }
    public required RunDirectory Run { get; init; }
    public required string RepositoryRoot { get; init; }
    public required string Worktree { get; init; }

    /// <summary>Null when the agent works with the repository's own git directory.</summary>
    public PrivateGitMounts? Git { get; init; }

    /// <summary>Where the user's logins and settings are.</summary>
    public required string UserHome { get; init; }

    public string? Model { get; init; }

    /// <summary>What a built-in agent asks; other agents ask models by themselves.</summary>
    public required ILanguageModels Models { get; init; }

    /// <summary>For a built-in agent: answers of the model, and US dollars.</summary>
    public int MaxSteps { get; init; } = int.MaxValue;
    public decimal MaxCost { get; init; } = decimal.MaxValue;

    /// <summary>What the run that this session belongs to may use up.</summary>
    public required RunBudget Budget { get; init; }

    public GovernorLimits Governor { get; init; } = new();

    /// <summary>How the session's files are looked at while it runs; null where nobody changes any.</summary>
    public IWorktreeLook? Files { get; init; }

    /// <summary>A person is at the terminal.</summary>
    public required bool Interactive { get; init; }

    /// <summary>The person and the agent talk from the start; otherwise the agent does its part alone first, if it can.</summary>
    public bool Talk { get; init; }

    public required SessionLimits Limits { get; init; }
    public required SandboxLimits SandboxLimits { get; init; }

    /// <summary>What is forwarded to the agent; treated as secret whatever it is.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>More that must not be recorded: what copies of untracked files hold.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    /// <summary>Makes the worktree ready, inside; null for nothing to do.</summary>
    public CheckoutSetup? Setup { get; init; }

    public IReadOnlyList<SandboxMount> Mounts { get; init; } = [];
    public IReadOnlyList<string> DockerRunArguments { get; init; } = [];
    public IReadOnlyList<string> DockerBuildArguments { get; init; } = [];
}

/// <summary>How a session went, before anybody has looked at what it changed.</summary>
/// <param name="Ended">By whom and with which exit code; <see cref="SessionEnd.Changed"/> is not known yet and false.</param>
/// <param name="Redactions">Secrets taken out of its texts.</param>
internal sealed record SessionReport(EventSummary Events, SessionEnd Ended, int Redactions)
{
    /// <summary>What the agent was given and must not pass on.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    /// <summary>Why the governor ended it; null when it did not.</summary>
    public GovernorKill? Kill { get; init; }
}
