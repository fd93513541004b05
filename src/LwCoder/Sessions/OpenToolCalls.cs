using LwCoder.Agents.Events;

namespace LwCoder.Sessions;

/// <summary>The tool calls that have begun and not ended: a long build is silent and yet not idle. Not thread-safe.</summary>
internal sealed class OpenToolCalls
{
    /// <summary>More calls than anybody has open at a time: what never returns is forgotten.</summary>
    public const int Most = 1000;

    /// <summary>Open calls with the call of the subagent they belong to.</summary>
    private readonly Dictionary<string, string?> _parents = [];

    public bool Any => _parents.Count > 0;

    public void Observe(SessionEvent happened)
    {
        switch (happened)
        {
            case ToolCalled call:
                if (_parents.Count >= Most)
                {
                    _parents.Clear();
                }
                _parents[call.Id] = call.Parent;
                break;
            case ToolReturned returned:
                Close(returned.Id);
                break;
        }
    }

    /// <summary>A subagent that ends, or is ended, leaves no call of its own open.</summary>
    private void Close(string call)
    {
        _parents.Remove(call);
        foreach (var (inner, _) in _parents.Where(open => open.Value == call).ToList())
        {
            Close(inner);
        }
    }
}
