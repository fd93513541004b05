using LwCoder.Agents.Events;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// Counts a session's steps: answers of a model, each once, whether it comes as several blocks with one id, as calls without
/// an id, or as its usage only. Not thread-safe.
/// </summary>
internal sealed class StepCounter
{
    /// <summary>
    /// Answers by their ids, as far as more may be told of them: the blocks and the usage of one come close together.
    /// </summary>
    private const int MostAnswers = 1000;

    private readonly HashSet<string> _answers = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldest = new();
    private readonly Dictionary<string, Open> _open = new(StringComparer.Ordinal);

    public int Steps { get; private set; }

    /// <summary>What is remembered: answers, and conversations.</summary>
    public int Held => _answers.Count + _open.Count;

    /// <summary>Of a session that is over.</summary>
    public static int Count(IEnumerable<SessionEvent> events)
    {
        var counter = new StepCounter();
        foreach (var happened in events)
        {
            counter.Observe(happened);
        }
        return counter.Steps;
    }

    public void Observe(SessionEvent happened)
    {
        switch (happened)
        {
            case MessageSpoken { Role: not "user" } message:
                Count(happened, message.Id);
                break;
            case UsageReported { Id: { } id }:
                Count(happened, id);
                break;
            case ToolCalled:
                Count(happened, null);
                break;
            // What comes after a result is another answer.
            case ToolReturned returned:
                _open.Remove(happened.Parent ?? "");
                // A subagent that has returned answers no more.
                _open.Remove(returned.Id);
                break;
            case MessageSpoken:
                _open.Remove(happened.Parent ?? "");
                break;
        }
    }

    private void Count(SessionEvent happened, string? id)
    {
        var conversation = happened.Parent ?? "";
        var open = _open.GetValueOrDefault(conversation);
        if (id is null)
        {
            if (open is null)
            {
                Begin(conversation, null);
            }
        }
        else if (_answers.Add(id))
        {
            _oldest.Enqueue(id);
            if (_oldest.Count > MostAnswers)
            {
                _answers.Remove(_oldest.Dequeue());
            }
            if (open is { Id: null })
            {
                // The answer that began without an id has one after all.
                _open[conversation] = new Open(id);
            }
            else
            {
                Begin(conversation, id);
            }
        }
    }

    private void Begin(string conversation, string? id)
    {
        _open[conversation] = new Open(id);
        Steps++;
    }

    private sealed record Open(string? Id);
}
