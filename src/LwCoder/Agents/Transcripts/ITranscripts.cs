using LwCoder.Agents.Events;

namespace LwCoder.Agents.Transcripts;

/// <summary>
/// What an agent itself writes down of its sessions, in whoever's home it ran: the record of interactive sessions, which
/// print no events, and of sessions that never had to do with lw_coder.
/// </summary>
internal interface ITranscripts
{
    /// <summary>Where they lie in a home, with `/`.</summary>
    string Folder { get; }

    /// <summary>
    /// The sessions in a folder, subagents with the session they worked for. Links are not followed. Files that are damaged,
    /// empty or cannot be read are among them, as reading them says what is wrong.
    /// </summary>
    IEnumerable<Transcript> Find(string folder);

    /// <summary>
    /// The main conversation, then each subagent's. Whatever the agent wrote twice comes once, and so does the usage of a
    /// message. Events are made while the files are read, so their size does not matter. What could not be read of them is told
    /// as <see cref="RecordDamaged"/>.
    /// </summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    IEnumerable<SessionEvent> Read(Transcript transcript);

    /// <summary>Everything that is read for it: when none of these has changed, its events have not.</summary>
    IEnumerable<string> FilesOf(Transcript transcript) =>
        transcript.Subagents.Select(subagent => subagent.File).Prepend(transcript.File);
}

/// <param name="Session">The agent's session id.</param>
/// <param name="File">The main conversation.</param>
/// <param name="Modified">When that was last written to, UTC.</param>
internal sealed record Transcript(string Session, string File, DateTimeOffset Modified)
{
    public IReadOnlyList<SubagentTranscript> Subagents { get; init; } = [];

    /// <summary>The session it works for, where a file beside it says so.</summary>
    public string? ParentSession { get; init; }
}

/// <param name="Id">The agent's id for the subagent or its session; empty for a further part of the main conversation.</param>
/// <param name="Call">The tool call that started it, if its own files say so.</param>
internal sealed record SubagentTranscript(string File, string Id, string? Call);
