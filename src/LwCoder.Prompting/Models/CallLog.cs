using System.Globalization;
using System.Text;

namespace LwCoder.Prompting.Models;

/// <summary>
/// What was asked and answered, and what it consumed. Sums are kept for ever, conversations only the latest, so that a
/// long run does not fill the memory. Safe for parallel use.
/// </summary>
/// <param name="capacity">How many conversations are kept.</param>
public sealed class CallLog(int capacity = 200)
{
    private readonly Lock _gate = new();
    private readonly Queue<CallRecord> _calls = new();
    private readonly SortedDictionary<string, Usage> _byModel = new(StringComparer.Ordinal);
    private Usage _total = Usage.None;

    /// <summary>Everything consumed.</summary>
    public Usage Total
    {
        get
        {
            lock (_gate)
            {
                return _total;
            }
        }
    }

    /// <summary>Everything consumed, by model.</summary>
    public IReadOnlyDictionary<string, Usage> ByModel
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, Usage>(_byModel);
            }
        }
    }

    /// <summary>The latest calls, oldest first.</summary>
    public IReadOnlyList<CallRecord> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Told of each call once it is in the log, on the thread that made it.</summary>
    public Action<CallRecord>? Added { get; init; }

    /// <summary>Adds a call.</summary>
    public void Add(CallRecord call)
    {
        ArgumentNullException.ThrowIfNull(call);
        lock (_gate)
        {
            _calls.Enqueue(call);
            while (_calls.Count > capacity)
            {
                _calls.Dequeue();
            }
            var model = call.Model ?? "unknown";
            _byModel[model] = _byModel.GetValueOrDefault(model, Usage.None) + call.Usage;
            _total += call.Usage;
        }
        Added?.Invoke(call);
    }

    /// <summary>The latest calls as a person reads them: who said what, and what it consumed.</summary>
    public string Format(int count = 1)
    {
        var text = new StringBuilder();
        foreach (var call in Calls.TakeLast(count))
        {
            text.Append(CultureInfo.InvariantCulture, $"--- {call.At:u} {call.Signature ?? "call"} {call.Model}\n");
            foreach (var message in call.Messages)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n[{message.Role}]\n{message.Text}\n");
            }
            text.Append(CultureInfo.InvariantCulture,
                $"\n[{(call.Error is null ? "answer" : "error")}]\n{call.Answer ?? call.Error}\n");
            text.Append(CultureInfo.InvariantCulture, $"\n{Describe(call)}\n");
        }
        return text.ToString();
    }

    private static string Describe(CallRecord call) => call.IsCacheHit
        ? string.Create(CultureInfo.InvariantCulture, $"{call.Duration.TotalMilliseconds:0} ms, from the cache")
        : string.Create(CultureInfo.InvariantCulture,
            $"{call.Duration.TotalMilliseconds:0} ms, {call.Usage.InputTokens} tokens in, {call.Usage.OutputTokens} out, "
            + $"${call.Usage.Cost} ({call.Usage.CostSource})");
}
