using LwCoder.Agents;
using LwCoder.Agents.Events;
using LwCoder.Platform.Processes;

namespace LwCoder.Sessions;

/// <param name="Idle">Silence after which an agent counts as hung, unless one of its tool calls is still open.</param>
/// <param name="Session">Longest time for the whole session; the only limit while a tool call is open.</param>
/// <param name="AfterResult">
/// How long the agent may take to exit once it has said that it is finished, or its login was refused.
/// </param>
/// <param name="Grace">From the request to end until force.</param>
internal sealed record SessionLimits(TimeSpan Idle, TimeSpan Session, TimeSpan AfterResult, TimeSpan Grace)
{
    public static SessionLimits Default { get; } = new(
        Idle: TimeSpan.FromMinutes(10), Session: TimeSpan.FromHours(2),
        AfterResult: TimeSpan.FromSeconds(10), Grace: TimeSpan.FromSeconds(10));
}

/// <param name="ExitCode">Of the child; means little when we ended it.</param>
internal sealed record WatchedSession(EndedBy By, int ExitCode);

/// <summary>
/// Watches one headless agent: turns its lines into events and ends it when it hangs, has had its time, is finished but
/// does not leave, or when the user cancels.
/// </summary>
internal sealed class SessionSupervisor(SessionLimits limits, TimeProvider time)
{
    /// <param name="end">Ends everything in the sandbox; the child's own tree is ended as well.</param>
    /// <param name="record">Receives each event, in order, on one thread at a time.</param>
    /// <param name="raw">Receives each line as it was printed.</param>
    public async Task<WatchedSession> WatchAsync(
        IRunningProcess process,
        IEventReader reader,
        Func<TimeSpan, Task> end,
        Action<SessionEvent> record,
        Action<OutputLine> raw,
        CancellationToken cancel)
    {
        var clock = new SessionClock(limits, time);
        using var finished = new CancellationTokenSource();
        var guard = GuardAsync(clock, process, end, cancel, finished.Token);
        try
        {
            await foreach (var line in process.ReadLinesAsync(CancellationToken.None))
            {
                clock.Heard();
                raw(line);
                foreach (var happened in line.IsError ? reader.ReadError(line.Text) : reader.Read(line.Text))
                {
                    clock.Observe(happened);
                    record(happened);
                }
            }
            var exitCode = await process.Exited;
            await finished.CancelAsync();
            return new WatchedSession(await guard, exitCode);
        }
        finally
        {
            await finished.CancelAsync();
        }
    }

    private async Task<EndedBy> GuardAsync(
        SessionClock clock, IRunningProcess process, Func<TimeSpan, Task> end, CancellationToken cancel,
        CancellationToken finished)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancel, finished);
        while (!finished.IsCancellationRequested)
        {
            var (by, remaining) = cancel.IsCancellationRequested
                ? (EndedBy.User, TimeSpan.Zero)
                : clock.NextDeadline();
            if (remaining <= TimeSpan.Zero)
            {
                // In this order: a docker client that is ended first no longer tells what becomes of its container.
                await end(limits.Grace);
                await process.EndAsync(limits.Grace);
                return by;
            }
            // Deadlines move with every event, so the longest sleep is short; waking up costs nothing that shows.
            var sleep = remaining < TimeSpan.FromSeconds(1) ? remaining : TimeSpan.FromSeconds(1);
            await Task.Delay(sleep, time, wake.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return EndedBy.Itself;
    }
}
