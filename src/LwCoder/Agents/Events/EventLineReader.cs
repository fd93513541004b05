namespace LwCoder.Agents.Events;

/// <summary>Reads what our own agents print: events as they are written to `session.jsonl`.</summary>
internal sealed class EventLineReader : IEventReader
{
    public IEnumerable<SessionEvent> Read(string line) => SessionEventLine.Parse(line) is { } happened ? [happened] : [];

    public IEnumerable<SessionEvent> ReadError(string line) => [];
}
