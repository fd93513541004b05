using System.Globalization;
using LwCoder.Agents.Events;
using LwCoder.Configuration;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// Notices an agent that is alive and gets nowhere: it talks and calls no tool, or prints (retries, mostly) and does not even
/// talk. Silence is not its business, see <see cref="SessionClock"/>, nor is a tool that takes its time. Not thread-safe.
/// </summary>
internal sealed class StallWatch(GovernorLimits limits, TimeProvider time)
{
    public const string Detector = "stall";

    /// <summary>So many events show it.</summary>
    private const int MostNoise = 100;

    private readonly OpenToolCalls _calls = new();
    private readonly List<long> _talk = [];
    private readonly List<long> _noise = [];
    private readonly HashSet<string> _answers = new(StringComparer.Ordinal);
    private long _progress = time.GetTimestamp();

    public void Observe(SessionEvent happened)
    {
        _calls.Observe(happened);
        switch (happened)
        {
            case ToolCalled or ToolReturned:
                Progress();
                _talk.Clear();
                _answers.Clear();
                break;
            case MessageSpoken { Role: "assistant" } message:
                Progress();
                // Blocks of one message are one answer.
                if (happened.Parent is null && (message.Id is null || _answers.Add(message.Id)))
                {
                    _talk.Add(happened.Sequence);
                }
                break;
            case MessageSpoken { Role: not "user" }:
                Progress();
                break;
            case SessionError when _noise.Count < MostNoise:
                _noise.Add(happened.Sequence);
                break;
        }
    }

    /// <returns>What is wrong and the events that show it; null while nothing is.</returns>
    public (string Text, IReadOnlyList<long> Evidence)? Find()
    {
        if (_talk.Count > limits.StallAnswers)
        {
            return (string.Create(
                CultureInfo.InvariantCulture, $"{_talk.Count} answers in a row without a tool call"), [.. _talk]);
        }
        return !_calls.Any && time.GetElapsedTime(_progress) > limits.StallTimeout
            ? ($"nothing was said or done for {Duration.Format(limits.StallTimeout)}", [.. _noise])
            : null;
    }

    private void Progress()
    {
        _progress = time.GetTimestamp();
        _noise.Clear();
    }
}
