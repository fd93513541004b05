using LwCoder.Agents.Events;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// Watches one session from outside the agent and says when it is to be ended: a budget is used up, or it goes in circles. Told
/// of every recorded event on one thread, asked from another. What it decided once, it stays with.
/// </summary>
/// <param name="meter">This session's, of <paramref name="budget"/>.</param>
/// <param name="files">Null where nothing changes files: then a pattern alone is a cycle.</param>
/// <param name="tell">Receives what the agent should know of its budgets, while it may still act on it.</param>
internal sealed class Governor(
    GovernorLimits limits, RunBudget budget, SessionMeter meter, IWorktreeLook? files, Action<string> tell, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly CallTrail _trail = new(time);
    private readonly StallWatch _stall = new(limits, time);
    private readonly BudgetWarnings _warnings = new(budget);
    private readonly List<GovernorSpoke> _said = [];
    private TaskCompletionSource _alarm = NewAlarm();
    private bool _isOver;

    /// <summary>The last call before the first look that found the files as they are now, and before the last one.</summary>
    private (long First, long Last, string? Content) _looked;

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
            _trail.Observe(happened);
            _stall.Observe(happened);
            // Who is done cannot go in circles any more; what it cost is then a fact and no reason to throw its work away.
            _isOver |= happened is SessionResult { Parent: null };
            // Here and not only when asked: the agent is to hear of it before its next answer.
            Warn();
            if (Certain() is not null || (happened is ToolReturned && Suspect() is not null))
            {
                _alarm.TrySetResult();
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
        if (suspicion is not null && await IsConfirmedAsync(suspicion, cancel))
        {
            lock (_lock)
            {
                Decide(_isOver ? null : new GovernorKill(suspicion.Detector, suspicion.Text, suspicion.Evidence));
            }
        }
        return Kill;
    }

    private GovernorKill? Certain() => _isOver || !limits.Enabled ? null
        : budget.Broken is { } broken ? new GovernorKill($"{broken.Name}_overflow", $"the budget is used up: {broken.Text}", [])
        : _stall.Find() is { } stall ? new GovernorKill(StallWatch.Detector, stall.Text, stall.Evidence)
        : null;

    private Suspicion? Suspect() => _isOver || !limits.Enabled ? null
        : ToolCycle.Find(_trail.Latest, limits) ?? CachePlateau.Find(_trail.Latest, limits);

    /// <summary>Whether really nothing has changed since the first of the suspicious calls.</summary>
    private async Task<bool> IsConfirmedAsync(Suspicion suspicion, CancellationToken cancel)
    {
        if (files is null || (suspicion.OnlyLooks && !HasEditSince(suspicion.First)))
        {
            return !HasEditSince(suspicion.First);
        }
        if (_looked.Last == suspicion.Last)
        {
            return false;
        }
        WorktreeLook? look;
        try
        {
            look = await files.LookAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The session ends meanwhile, and there is nothing left to decide.
            return false;
        }
        var isAsBefore = look is not null && look.Content == _looked.Content;
        _looked = (isAsBefore ? _looked.First : suspicion.Last, suspicion.Last, look?.Content);
        return look is not null
            && (look.NewestChange is not { } newest || newest < suspicion.Since
                // Written, but with what was there: known only from one look to a much later one.
                || suspicion.Calls.Count(call => call.Sequence > _looked.First) >= suspicion.Enough);
    }

    private bool HasEditSince(long sequence)
    {
        lock (_lock)
        {
            return _trail.LastEdit > sequence;
        }
    }

    private static TaskCompletionSource NewAlarm() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Decide(GovernorKill? kill)
    {
        if (Kill is null && kill is not null)
        {
            Kill = kill;
            _said.Add(new GovernorSpoke(kill.Detector, IsKill: true, kill.Reason, kill.Evidence) { Time = time.GetUtcNow() });
        }
    }

    private void Warn()
    {
        foreach (var warning in _warnings.Take())
        {
            _said.Add(new GovernorSpoke($"{warning.Share.Name}_overflow", IsKill: false, warning.Text, [])
            {
                Time = time.GetUtcNow(),
            });
            if (!_isOver)
            {
                tell(warning.Advice);
            }
        }
    }
}
