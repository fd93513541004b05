using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents;

/// <summary>An agent that is a program of its own: how it is started and how to read what it prints.</summary>
internal interface IProgramAgent : IAgent
{
    /// <summary>True when it goes on interactively with a session that began headless.</summary>
    bool CanResume { get; }

    /// <summary>Works through the prompt without a person and prints its events as JSON lines.</summary>
    AgentCommand Headless(AgentLaunch launch);

    /// <summary>Starts in the terminal with a first message that names the prompt file.</summary>
    AgentCommand Interactive(AgentLaunch launch);

    /// <summary>Goes on in the terminal with the conversation <paramref name="session"/>.</summary>
    AgentCommand Resume(AgentLaunch launch, string session);

    /// <summary>Asks the program itself whether it is logged in, without a model; null when it cannot say.</summary>
    LoginQuestion? LoginQuestion => null;

    /// <summary>What it writes down of its sessions itself; null when that cannot be read.</summary>
    ITranscripts? Transcripts => null;

    /// <summary>A fresh reader for one session's output.</summary>
    IEventReader CreateReader();
}

/// <summary>Turns one agent's output into events. Keeps what it must remember between lines; never throws on input.</summary>
internal interface IEventReader
{
    /// <summary>The events in one line of standard output; none for a line that is not the agent's JSON.</summary>
    IEnumerable<SessionEvent> Read(string line);

    /// <summary>Events hidden in a line of standard error, such as a missing login.</summary>
    IEnumerable<SessionEvent> ReadError(string line);
}

/// <param name="Arguments">Program first.</param>
/// <param name="InputFile">A file, as seen inside the sandbox, to be standard input.</param>
/// <param name="Environment">Variables that are no secrets.</param>
internal sealed record AgentCommand(
    IReadOnlyList<string> Arguments, string? InputFile, IReadOnlyDictionary<string, string> Environment);
