using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;
using LwCoder.Recording.Punches;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording;

/// <summary>
/// One conversation of a session: its main one, or a subagent's. Rows go out as events come in, sums at the end.
/// </summary>
/// <param name="id">The session it is in the store.</param>
/// <param name="root">The session of the agent it belongs to.</param>
/// <param name="parent">The conversation that started it, for a subagent's.</param>
/// <param name="call">The call of <paramref name="parent"/> that did; null when nothing says which.</param>
internal sealed class Conversation(string id, string root, SessionFacts facts, Conversation? parent, string? call)
{
    private readonly Dictionary<string, OpenCall> _calls = new(StringComparer.Ordinal);
    private readonly List<Conversation> _children = [];
    private readonly NativeIds _ids = new();
    private readonly UsageSum _usage = new();
    private readonly MessageUsage _spent = new();
    private readonly EndTracker _end = new();
    private SessionStarted? _started;
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;
    private string? _mode;
    private int _seq;

    public string Id => id;

    public string Root => root;

    private bool IsLive => facts.Source == "live";

    private DateTimeOffset Start => _first ?? facts.FallbackTime;

    public void Observe(SessionEvent happened, TelemetryBatch batch)
    {
        var time = happened.Time ?? _last ?? facts.FallbackTime;
        _first = happened.Time is { } known && (_first is null || known < _first) ? known : _first;
        _last = happened.Time is { } latest && (_last is null || latest > _last) ? latest : _last;
        if (_seq++ == 0 && parent is not null)
        {
            parent._children.Add(this);
            _mode = call is not null && parent._calls.TryGetValue(call, out var caller) ? caller.Use.Subagent : null;
            batch.Add(Link(parent.Id, id, call is null ? "unresolved" : "explicit", time));
        }
        _end.Observe(happened);
        switch (happened)
        {
            case SessionStarted started:
                Begin(started, time, batch);
                break;
            case MessageSpoken message:
                Say(message, time, batch);
                break;
            case ToolCalled called:
                Call(called, time, batch);
                break;
            case ToolReturned returned:
                Return(returned, time, batch);
                break;
            case UsageReported usage when _usage.Add(usage) && usage.Id is { } step:
                batch.Add(PunchClassifier.Step(id, step, usage, time));
                if (_spent.Add(step, usage) is { } said)
                {
                    batch.Add(said);
                }
                break;
            case SessionError error:
                Trouble(error, time, batch);
                break;
            case SessionResult { Status: ResultStatus.Failed }:
                batch.Add(PunchClassifier.Lifecycle(id, "session_failed", time));
                break;
            case GovernorSpoke { IsKill: true } kill:
                batch.Add(PunchClassifier.GovernorKill(id, kill.Detector, time));
                break;
        }
    }

    public bool IsSpawn(string called) => _calls.TryGetValue(called, out var open) && open.Use.Kind == ToolKind.Spawn;

    /// <summary>
    /// The call that started a subagent was answered, which ends the subagent unless it works on in the background.
    /// </summary>
    public void ChildReturned(Conversation child, ToolReturned answer, TelemetryBatch batch)
    {
        if (answer.Text.StartsWith("Async agent launched", StringComparison.Ordinal))
        {
            return;
        }
        child._end.Answered(answer.IsError, answer.Time);
        if (!answer.IsError)
        {
            batch.Add(Link(id, child.Id, "explicit", child.Start, answer.Time ?? child._last));
            batch.Add(PunchClassifier.ChildComplete(id, child.Id, answer.Time ?? facts.FallbackTime));
        }
    }

    public void CloseCalls(TelemetryBatch batch)
    {
        foreach (var open in _calls.Values.Where(open => !open.IsDone))
        {
            batch.Add(open.ToRow("unknown"));
        }
    }

    public void Write(TelemetryBatch batch, bool isOver)
    {
        var totals = _usage.Without(_children.Select(child => child._usage));
        var status = facts.IsToldByRun ? SessionStatus.Unknown
            : isOver ? (parent is null ? facts.Status : null) ?? _end.Status : SessionStatus.Running;
        var isEnded = isOver && status is not (SessionStatus.Running or SessionStatus.Unknown);
        var completed = isEnded ? _end.Time ?? _last : null;
        var mode = _mode ?? _started?.Mode ?? facts.Mode;
        var model = _started?.Model ?? facts.Model;
        var before = parent is null ? facts.ParentSession : null;
        var above = parent?.Id ?? _started?.ParentSession ?? before;
        if (before is not null)
        {
            batch.Add(Link(before, id, "explicit", Start, completed));
            if (isEnded && status == SessionStatus.Completed)
            {
                batch.Add(PunchClassifier.ChildComplete(before, id, completed ?? Start));
            }
        }
        batch.Add(new SessionRow
        {
            SessionId = id,
            TaskId = id,
            StartedAt = Start,
            Mode = mode,
            Model = model,
            Status = status,
            TotalCost = totals.Cost,
            TokensIn = totals.Input,
            TokensOut = totals.Output,
            TokensReasoning = totals.Reasoning,
            TokensCached = totals.Cached,
            CompletedAt = completed,
            DurationMs = isOver && _first is { } first && _last is { } last ? (long)(last - first).TotalMilliseconds : null,
            Outcome = facts.IsToldByRun || !isOver ? null : (parent is null ? facts.Outcome : null) ?? _end.Outcome,
            PlanId = facts.PlanId,
            RunId = facts.RunId,
            Tool = _started?.Tool ?? facts.Tool,
            PromptFingerprint = facts.PromptFingerprint,
            // Who pays is said when a run begins; transcripts do not know it.
            CostSource = totals.Cost is null ? null
                : facts.IsToldByRun ? facts.CostSource : SessionEventLine.NameOf(totals.CostSource),
            ParentSessionId = above,
            Source = facts.IsToldByRun ? null : facts.Source,
            Workspace = _started?.Workspace ?? facts.Workspace,
        });
        batch.Add(new TaskRow
        {
            TaskId = id,
            StartedAt = Start,
            ParentTaskId = above,
            Mode = mode,
            Model = model,
            Status = status,
            CostUsd = totals.Cost,
            CompletedAt = completed,
        });
        if (isEnded && status == SessionStatus.Completed)
        {
            batch.Add(PunchClassifier.Completed(id, "session_completed", completed ?? Start));
            batch.Add(PunchClassifier.Completed(id, "task_exit", completed ?? Start));
        }
    }

    private void Begin(SessionStarted started, DateTimeOffset time, TelemetryBatch batch)
    {
        _started ??= started;
        batch.Add(PunchClassifier.Lifecycle(id, "session_created", time));
        if (started.ParentSession is { } above)
        {
            batch.Add(Link(above, id, "explicit", time));
        }
        foreach (var below in started.ChildSessions)
        {
            batch.Add(Link(id, below, "explicit", time));
        }
    }

    private void Say(MessageSpoken message, DateTimeOffset time, TelemetryBatch batch)
    {
        var native = _ids.Of(message);
        var row = new MessageRow
        {
            SessionId = id,
            NativeId = native,
            Role = message.Role == "thinking" ? "assistant" : message.Role,
            ContentType = message.Role == "thinking" ? "thinking" : "text",
            ContentPreview = message.Text,
            ContentLength = message.Text.Length,
            Ts = time.ToUnixTimeMilliseconds(),
            Seq = _seq,
        };
        batch.Add(message.Role == "assistant" && message.Id is { } spoken ? _spent.Add(spoken, row) : row);
        if (message.Role == "assistant")
        {
            batch.Add(PunchClassifier.Message(id, native, time));
        }
    }

    private void Call(ToolCalled called, DateTimeOffset time, TelemetryBatch batch)
    {
        if (_calls.TryGetValue(called.Id, out var known) && known.IsDone)
        {
            return;
        }
        var open = new OpenCall(id, called, ToolTaxonomy.Classify(called), time, _seq);
        _calls[called.Id] = open;
        if (IsLive)
        {
            batch.Add(open.ToRow("running"));
        }
    }

    private void Return(ToolReturned returned, DateTimeOffset time, TelemetryBatch batch)
    {
        // An answer to a call that was cut off or forgotten says nothing of which tool it was.
        if (!_calls.TryGetValue(returned.Id, out var open) || open.IsDone)
        {
            return;
        }
        batch.Add(open.ToRow(returned, time));
        PunchClassifier.Tool(id, open, returned, time, batch);
        open.Close();
        if (returned.ChildSession is { } child && child != id)
        {
            batch.Add(Link(id, child, "explicit", open.Time, returned.IsError ? null : time));
            if (!returned.IsError)
            {
                batch.Add(PunchClassifier.ChildComplete(id, child, time));
            }
        }
    }

    private void Trouble(SessionError error, DateTimeOffset time, TelemetryBatch batch)
    {
        var native = _ids.Of(error);
        batch.Add(new MessageRow
        {
            SessionId = id,
            NativeId = native,
            Role = "system",
            ContentType = "error",
            ContentPreview = $"{SessionEventLine.NameOf(error.Class)}: {error.Text}",
            ContentLength = error.Text.Length,
            Ts = time.ToUnixTimeMilliseconds(),
            Seq = _seq,
        });
        batch.Add(PunchClassifier.Error(id, native, time));
    }

    private static ChildRow Link(
        string above, string below, string link, DateTimeOffset spawned, DateTimeOffset? completed = null) => new()
    {
        ParentId = above,
        ChildId = below,
        SpawnedAt = spawned,
        CompletedAt = completed,
        Link = link,
    };
}
