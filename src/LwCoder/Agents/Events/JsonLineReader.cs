using System.Text;
using System.Text.Json;

namespace LwCoder.Agents.Events;

/// <summary>
/// The part every agent's reader shares: one JSON object a line, anything else is not ours. A line that is cut, too
/// deep or not JSON yields nothing.
/// </summary>
internal abstract class JsonLineReader : IEventReader
{
    private bool _hasSpoken;

    public IEnumerable<SessionEvent> Read(string line)
    {
        var events = new List<SessionEvent>();
        if (line.AsSpan().TrimStart(" \t\uFEFF").StartsWith("{"))
        {
            try
            {
                // By way of bytes: the encoder replaces half characters, on which the parser would throw.
                var bytes = Encoding.UTF8.GetBytes(SurrogateEscapes.Repair(line.TrimStart(' ', '\t', '\uFEFF')));
                using var document = JsonDocument.Parse(bytes);
                Read(document.RootElement, events);
            }
            catch (JsonException)
            {
                // A line cut by a kill, or a program's own output that begins with a brace.
            }
        }
        _hasSpoken |= events.Count > 0;
        return events;
    }

    /// <summary>Only a refusal to start: later on, standard error belongs to tools and servers that say anything.</summary>
    public IEnumerable<SessionEvent> ReadError(string line) =>
        !_hasSpoken && ErrorClassifier.FromText(line) is var known and not ErrorClass.Other
            ? [new SessionError(known, line.Trim())]
            : [];

    protected abstract void Read(JsonElement line, List<SessionEvent> events);
}
