using System.Globalization;
using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;

namespace LwCoder.Diagnosis;

/// <param name="At">Null when the event has no time.</param>
/// <param name="Text">May hold words of agents and tools.</param>
internal sealed record Moment(long Sequence, DateTimeOffset? At, string Text);

/// <summary>
/// Of a session's many events the few that say how it went: how it began, its first change, when tests turned, what failed in a
/// row, what the provider and the governor had to say, how it ended.
/// </summary>
internal sealed class Timeline
{
    private const int MostMoments = 16;
    private const int Streak = 3;

    private readonly List<Moment> _moments = [];
    private readonly Dictionary<string, (ToolCalled Call, ToolUse Use)> _open = new(StringComparer.Ordinal);
    private readonly List<Moment> _failures = [];
    private bool _hasChanged;
    private bool? _testsPass;
    private string? _lastError;

    private Timeline()
    {
    }

    /// <summary>The beginning and the end of what mattered, when that is too much.</summary>
    public static IReadOnlyList<Moment> Of(IEnumerable<SessionEvent> events)
    {
        var timeline = new Timeline();
        foreach (var happened in events.Where(happened => happened.Parent is null))
        {
            timeline.Observe(happened);
        }
        timeline.EndStreak();
        var all = timeline._moments.OrderBy(moment => moment.Sequence).ToList();
        return all.Count <= MostMoments
            ? all
            : [
                .. all.Take(MostMoments / 2),
                new Moment(0, null, string.Create(CultureInfo.InvariantCulture, $"({all.Count - MostMoments} more)")),
                .. all.TakeLast(MostMoments / 2),
            ];
    }

    private void Observe(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionStarted started:
                Add(happened, $"{started.Tool} {started.Version} began{(started.Model is { } model ? $" with {model}" : "")}");
                break;
            case ToolCalled call:
                var use = ToolTaxonomy.Classify(call);
                _open[call.Id] = (call, use);
                if (use.Kind == ToolKind.Spawn)
                {
                    Add(happened, $"it called the subagent {use.Subagent ?? "of no name"}");
                }
                break;
            case ToolReturned result when _open.Remove(result.Id, out var open):
                Returned(result, open.Call, open.Use);
                break;
            case SessionError error when error.Text != _lastError:
                _lastError = error.Text;
                Add(happened, $"error ({SessionEventLine.NameOf(error.Class)}): {error.Text}");
                break;
            case GovernorSpoke governor:
                Add(happened, $"the governor {(governor.IsKill ? "ended it" : "warned")} ({governor.Detector}): {governor.Text}");
                break;
            case SessionResult result:
                Add(happened, $"it said that it {(result.Status == ResultStatus.Success ? "is done" : "has failed")}: "
                    + $"{result.Text}");
                break;
        }
    }

    private void Returned(ToolReturned result, ToolCalled call, ToolUse use)
    {
        var failed = result.IsError || result.ExitCode is not (null or 0);
        if (failed)
        {
            _failures.Add(new Moment(call.Sequence, call.Time, $"{call.Tool}: {result.Text}"));
        }
        else
        {
            EndStreak();
        }
        if (use.Kind == ToolKind.Edit && !failed && !_hasChanged)
        {
            _hasChanged = true;
            Add(call, $"its first change{(use.Target is { } file ? $", in {file}" : "")}");
        }
        if (use.Kind == ToolKind.Test && _testsPass != !failed)
        {
            _testsPass = !failed;
            Add(result, failed ? "tests failed" : "tests passed");
        }
    }

    private void EndStreak()
    {
        if (_failures.Count >= Streak)
        {
            _moments.Add(_failures[0] with
            {
                Text = string.Create(
                    CultureInfo.InvariantCulture, $"{_failures.Count} calls failed in a row, the last of {_failures[^1].Text}"),
            });
        }
        _failures.Clear();
    }

    private void Add(SessionEvent happened, string text) => _moments.Add(new Moment(happened.Sequence, happened.Time, text));
}
