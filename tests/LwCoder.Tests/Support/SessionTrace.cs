using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Diagnosis;
using LwCoder.Sessions;
using LwCoder.Sessions.Governing;

namespace LwCoder.Tests.Support;

/// <summary>A session made up event by event, with the clock moving on, as a live stream or as a finished record.</summary>
internal sealed class SessionTrace(string session = "s-1") : IWorktreeLook
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    private readonly List<SessionEvent> _events = [];
    private readonly List<DateTimeOffset> _changes = [];
    private readonly List<DateTimeOffset> _ignored = [];
    private DateTimeOffset _now = Start;
    private int _calls;
    private int _messages;
    private string? _parent;
    private DateTimeOffset _looking = Start;

    public IReadOnlyList<SessionEvent> Events => _events;

    /// <summary>What follows belongs to the subagent of this call; null for the main conversation.</summary>
    public SessionTrace In(string? parent)
    {
        _parent = parent;
        return this;
    }

    public SessionTrace Begin(string tool = "claude-code", string model = "claude-sonnet-4-5") =>
        Add(new SessionStarted(tool, "1.0", model, "headless"));

    public SessionTrace Say(string text) => Add(new MessageSpoken($"m-{++_messages}", "assistant", text));

    public SessionTrace Think(string text) => Add(new MessageSpoken($"m-{++_messages}", "thinking", text));

    public SessionTrace Todo(string todos) =>
        Call("TodoWrite", new() { ["todos"] = todos }, "Todos have been modified successfully.");

    public SessionTrace Read(string file, string content) => Call("Read", new() { ["file_path"] = file }, content);

    public SessionTrace Search(string pattern, string found) => Call("Grep", new() { ["pattern"] = pattern }, found);

    public SessionTrace Edit(string file, string before, string after) => Changes().Call(
        "Edit", new() { ["file_path"] = file, ["old_string"] = before, ["new_string"] = after }, $"{file} has been updated");

    public SessionTrace FailedEdit(string file, string before) => Call(
        "Edit", new() { ["file_path"] = file, ["old_string"] = before, ["new_string"] = "x" },
        "String to replace not found in file.", isError: true);

    public SessionTrace Bash(string command, string output = "", int code = 0) =>
        Call("Bash", new() { ["command"] = command }, output, isError: code != 0, code);

    /// <summary>The next call changes files.</summary>
    public SessionTrace Changes()
    {
        _changes.Add(_now + TimeSpan.FromSeconds(1.5));
        return this;
    }

    /// <summary>The next call makes many files that git ignores.</summary>
    public SessionTrace Builds()
    {
        _ignored.Add(_now + TimeSpan.FromSeconds(1.5));
        return this;
    }

    public SessionTrace Call(
        string tool, Dictionary<string, string> arguments, string result, bool isError = false, int? code = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"c-{++_calls}");
        Add(new ToolCalled(id, tool, JsonSerializer.Serialize(arguments)));
        return Add(new ToolReturned(id, isError, code, result));
    }

    public SessionTrace Uses(long input, long output, decimal? cost = null, CostSource source = CostSource.Billed) =>
        Add(new UsageReported($"m-{++_messages}", input, output, 0, cost, source));

    public SessionTrace Error(ErrorClass kind, string text) => Add(new SessionError(kind, text));

    public SessionTrace Done(string text = "All done.") => Add(new SessionResult(ResultStatus.Success, text));

    public SessionTrace Fails(string text = "I give up.") => Add(new SessionResult(ResultStatus.Failed, text));

    public SessionTrace Killed(string detector, string text = "") => Add(new GovernorSpoke(detector, true, text, []));

    public SessionTrace After(TimeSpan pause)
    {
        _now += pause;
        return this;
    }

    public SessionTrace Times(int count, Action<SessionTrace, int> what)
    {
        for (var i = 0; i < count; i++)
        {
            what(this, i);
        }
        return this;
    }

    /// <summary>Replays it under a governor that is asked after every event.</summary>
    public async Task<GovernorKill?> GovernAsync(
        GovernorLimits? limits = null, RunLimits? run = null, List<string>? told = null, List<SessionEvent>? seen = null)
    {
        var time = new ManualTime(Start);
        var budget = new RunBudget(run ?? new RunLimits(10, 500, null, TimeSpan.FromHours(2)), time);
        var governor =
            new Governor(limits ?? new(), budget, budget.Open(), this, text => told?.AddRange(text is null ? [] : [text]), time);
        foreach (var happened in _events)
        {
            time.Advance(happened.Time!.Value - time.GetUtcNow());
            _looking = time.GetUtcNow();
            governor.Observe(happened);
            seen?.Add(happened);
            if (await governor.CheckAsync(default) is { } kill)
            {
                return kill;
            }
        }
        return null;
    }

    /// <summary>As it is after the governor has watched it: cut off where it was ended, or whole.</summary>
    public async Task<EndedSession> EndAsync()
    {
        List<SessionEvent> seen = [];
        var kill = await GovernAsync(seen: seen);
        if (kill is not null)
        {
            seen.Add(new GovernorSpoke(kill.Detector, true, kill.Reason, kill.Evidence) { Sequence = seen.Count + 1 });
        }
        var summary = new EventSummary();
        seen.ForEach(summary.Observe);
        var end = new SessionEnd(kill is null ? EndedBy.Itself : EndedBy.Governor, null, Changed: _changes.Count > 0);
        return new EndedSession(seen, OutcomeClassifier.Classify(summary, end).Outcome, null);
    }

    Task<WorktreeLook?> IWorktreeLook.LookAsync(CancellationToken cancel)
    {
        var changes = _changes.Where(change => change <= _looking).ToList();
        return Task.FromResult<WorktreeLook?>(new WorktreeLook(
            changes.Count.ToString(CultureInfo.InvariantCulture), changes.Count == 0 ? null : changes[^1],
            100 * _ignored.Count(change => change <= _looking)));
    }

    public SessionTrace Add(SessionEvent happened)
    {
        _now += TimeSpan.FromSeconds(1);
        _events.Add(happened with { Time = _now, Sequence = _events.Count + 1, Session = session, Parent = _parent });
        return this;
    }
}
