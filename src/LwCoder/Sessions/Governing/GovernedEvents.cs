using LwCoder.Agents.Events;
using LwCoder.Platform.Files;

namespace LwCoder.Sessions.Governing;

/// <summary>The way of an event while an agent works: recorded, weighed by the governor, told to whoever looks on.</summary>
internal sealed class GovernedEvents : IDisposable
{
    private readonly SessionRecorder _recorder;
    private readonly RunBudget _budget;
    private readonly SessionMeter _meter;
    private readonly Action<SessionEvent> _observe;
    private readonly string _noticeFile;

    public GovernedEvents(SessionRecorder recorder, SessionRequest request, Action<SessionEvent> observe, TimeProvider time)
    {
        (_recorder, _budget, _observe, _noticeFile) = (recorder, request.Budget, observe, request.Run.NoticeFile);
        _meter = _budget.Open();
        Governor = new Governor(request.Governor, _budget, _meter, request.Files, Tell, time);
    }

    public Governor Governor { get; }

    public EventSummary Summary => _recorder.Summary;

    /// <summary>What the agent is to be told; null while there is nothing.</summary>
    public string? Notice { get; private set; }

    public void Take(SessionEvent happened)
    {
        var recorded = _recorder.Record(happened);
        Governor.Observe(recorded);
        _observe(recorded);
        TakeSaid();
    }

    /// <summary>Records the governor's last words, once nothing else is recorded any more.</summary>
    public SessionReport End(SessionEnd ended, int redactions)
    {
        TakeSaid();
        var kill = Governor.Kill;
        return new SessionReport(Summary, ended with { KillReason = kill?.Reason }, redactions) { Kill = kill };
    }

    public void Dispose() => _budget.Close(_meter);

    private void TakeSaid()
    {
        foreach (var said in Governor.TakeSaid())
        {
            var figures = BudgetDetectors.FiguresOf(said.Detector, _budget);
            _observe(_recorder.Record(said with { Used = figures?.Used, Limit = figures?.Limit }));
        }
    }

    private void Tell(string? notice)
    {
        Notice = notice;
        AtomicFile.WriteText(_noticeFile, notice is null ? "" : notice + "\n", toDisk: false);
    }
}
