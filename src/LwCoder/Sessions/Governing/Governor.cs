using LwCoder.Agents.Events;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// Watches one session from outside the agent and says when it is to be ended: a budget is used up, or it goes in circles. Told
/// of every recorded event on one thread, asked from another. What it decided once, it stays with.
/// </summary>
/// <param name="meter">This session's, of <paramref name="budget"/>.</param>
/// <param name="files">Null where nothing changes files: then a pattern alone is a cycle.</param>
/// <param name="tell">Receives what the agent should know, while it may still act on it; null once that is over.</param>
internal sealed class Governor(
    GovernorLimits limits, RunBudget budget, SessionMeter meter, IWorktreeLook? files, Action<string?> tell, TimeProvider time)
{
    private static readonly WorktreeLook Untouched = new("", null);

    private readonly Lock _lock = new();
    private readonly CallTrails _trails = new(limits, time);
    private readonly StallWatch _stall = new(limits, time);
    private readonly BudgetWarnings _warnings = new(budget);
    private readonly List<GovernorSpoke> _said = [];
    private TaskCompletionSource _alarm = NewAlarm();
    private bool _isOver;

    private string? _budgetAdvice;
    private string? _circleAdvice;

    /// <summary>So many calls more the agent is told that it goes in circles.</summary>
    private int _adviceCalls;

    /// <summary>Why the session was ended; null while it was not.</summary>
    public GovernorKill? Kill { get; private set; }

    /// <summary>Complete when <see cref="CheckAsync"/> has something to find.</summary>
    public Task Alarm
    {
        get
        {
            lock (_lock)
            {
                return _alarm.Task;
            }
        }
    }

    public void Observe(SessionEvent happened)
    {
        lock (_lock)
        {
            budget.Charge(meter, happened);
            _trails.Observe(happened);
            _stall.Observe(happened);
            // Who is done cannot go in circles any more; what it cost is then a fact and no reason to throw its work away.
            _isOver |= happened is SessionResult { Parent: null };
            if (budget.TakeUnbilled(happened) is { } unbilled)
            {
                Say("cost_overflow", isKill: false, unbilled, []);
            }
            // Here and not only when asked: the agent is to hear of it before its next answer.
            Warn();
            if (Certain() is not null || (happened is ToolReturned && Suspect() is not null))
            {
                _alarm.TrySetResult();
            }
            if (happened is ToolReturned && _circleAdvice is not null && --_adviceCalls == 0)
            {
                _circleAdvice = null;
                Tell();
            }
        }
    }

    /// <summary>What is to be recorded of what it found, each once.</summary>
    public IReadOnlyList<GovernorSpoke> TakeSaid()
    {
        lock (_lock)
        {
            List<GovernorSpoke> said = [.. _said];
            _said.Clear();
            return said;
        }
    }

    /// <summary>Looks whether the session is to be ended. Cheap unless something is suspected.</summary>
    /// <returns>The same for ever once it is not null.</returns>
    public async Task<GovernorKill?> CheckAsync(CancellationToken cancel)
    {
        Suspicion? suspicion;
        lock (_lock)
        {
            if (_alarm.Task.IsCompleted)
            {
                _alarm = NewAlarm();
            }
            Warn();
            Decide(Certain());
            suspicion = Kill is null ? Suspect() : null;
        }
        if (suspicion is not null)
        {
            try
            {
                var look = files is null ? Untouched : await files.LookAsync(cancel);
                lock (_lock)
                {
                    // Unless the agent has gone on to something else meanwhile.
                    if (Suspect() is { } still && still.Doubt == suspicion.Doubt)
                    {
                        Weigh(still, look);
                    }
                }
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // The session ends meanwhile, and there is nothing left to decide.
            }
        }
        return Kill;
    }

    private GovernorKill? Certain() => _isOver || !limits.Enabled ? null
        : budget.Broken is { } broken ? new GovernorKill($"{broken.Name}_overflow", $"the budget is used up: {broken.Text}", [])
        : _stall.Find() is { } stall ? new GovernorKill(StallWatch.Detector, stall.Text, stall.Evidence)
        : null;

    /// <returns>Null while there is nothing that a look at the files could tell.</returns>
    private Suspicion? Suspect() =>
        !_isOver && limits.Enabled && _trails.Latest is { } trail
        && (ToolCycle.Find(trail, limits) ?? CachePlateau.Find(trail, limits)) is { IsDue: true } suspicion
            ? suspicion
            : null;

    /// <summary>
    /// The agent is told first, and ended when it goes on all the same: who ends a session that works does more harm than who
    /// lets one go in circles a little longer.
    /// </summary>
    private void Weigh(Suspicion suspicion, WorktreeLook? look)
    {
        var doubt = suspicion.Doubt;
        var isAsBefore = look is not null && (suspicion.IsKnown
            ? doubt.Files?.IsAsIn(look) ?? false
            : look.NewestChange is not { } newest || newest < suspicion.First.At);
        if (isAsBefore && suspicion.IsKnown && doubt.IsTold)
        {
            Decide(new GovernorKill(suspicion.Detector, suspicion.Text, suspicion.Evidence));
        }
        else if (isAsBefore)
        {
            Say(suspicion.Detector, isKill: false, $"the agent seems to go in circles: {suspicion.Text}", suspicion.Evidence);
            _adviceCalls = limits.CycleRepeats;
            _circleAdvice =
                $"You seem to go in circles: {suspicion.Text}, and no file has changed. Do something else. If you wait for "
                + "something, sleep between two looks. If you cannot go on, say what is missing and end; "
                + "otherwise you are stopped.";
            Tell();
        }
        doubt.Remember(suspicion.Trail.Count, look, isAsBefore);
    }

    private static TaskCompletionSource NewAlarm() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Decide(GovernorKill? kill)
    {
        if (Kill is null && kill is not null)
        {
            Kill = kill;
            Say(kill.Detector, isKill: true, kill.Reason, kill.Evidence);
        }
    }

    private void Warn()
    {
        foreach (var warning in _warnings.Take())
        {
            Say($"{warning.Share.Name}_overflow", isKill: false, warning.Text, []);
            if (!_isOver)
            {
                _budgetAdvice = warning.Advice;
                Tell();
            }
        }
    }

    private void Say(string detector, bool isKill, string text, IReadOnlyList<long> evidence) =>
        _said.Add(new GovernorSpoke(detector, isKill, text, evidence) { Time = time.GetUtcNow() });

    private void Tell() => tell((_budgetAdvice, _circleAdvice) switch
    {
        (null, _) => _circleAdvice,
        (_, null) => _budgetAdvice,
        _ => $"{_budgetAdvice}\n{_circleAdvice}",
    });
}
