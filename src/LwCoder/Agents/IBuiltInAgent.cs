using LwCoder.Agents.Events;
using Microsoft.Extensions.AI;

namespace LwCoder.Agents;

/// <summary>
/// An agent that is a part of lw_coder: it talks to a model itself, and touches nothing but through the sandbox. The model's
/// key therefore never enters the sandbox.
/// </summary>
internal interface IBuiltInAgent : IAgent
{
    /// <summary>
    /// Works through the prompt without a person. What goes wrong with the model is an event; only what is no fault of
    /// anything in the session is thrown.
    /// </summary>
    /// <param name="emit">Receives each event; never called from two threads at once.</param>
    Task RunAsync(BuiltInLaunch launch, IAgentShell shell, Action<SessionEvent> emit, CancellationToken cancel);
}

/// <param name="Session">Names the conversation.</param>
/// <param name="Model">Answers the agent.</param>
/// <param name="Prompt">The main prompt.</param>
/// <param name="SubagentFiles">What <see cref="IAgent.FormatSubagent"/> made of each.</param>
/// <param name="Workspace">The working directory inside the sandbox.</param>
internal sealed record BuiltInLaunch(
    string Session,
    IChatClient Model,
    string Prompt,
    IReadOnlyList<string> SubagentFiles,
    string Workspace,
    AgentLimits Limits,
    TimeProvider Time)
{
    /// <summary>What lw_coder has to tell the agent while it works; null while there is nothing.</summary>
    public Func<string?> Notice { get; init; } = () => null;
}

/// <summary>What an agent may use up. It is told what is left, and stopped when nothing is.</summary>
/// <param name="Steps">Answers of the model, those to subagents included.</param>
/// <param name="Cost">US dollars; holds only where the provider says what an answer cost.</param>
internal sealed record AgentLimits(int Steps, decimal Cost, TimeSpan Time);
