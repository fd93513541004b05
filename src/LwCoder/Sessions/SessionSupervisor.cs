using LwCoder.Agents;
using LwCoder.Agents.Events;
using LwCoder.Platform.Processes;
using LwCoder.Sessions.Governing;

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
/// Watches one headless agent: hears its events and ends it when it hangs, has had its time, is finished but
/// does not leave, when its governor says so, or when the user cancels.
/// </summary>
/// <param name="governor">Has to be told of the events by whoever records them; null for none.</param>
internal sealed class SessionSupervisor(SessionLimits limits, TimeProvider time, Governor? governor = null)
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
        var guard = GuardAsync(clock, EndAsync, cancel, finished.Token);
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

        async Task EndAsync(TimeSpan grace)
        {
            // In this order: a docker client that is ended first no longer tells what becomes of its container.
            await end(grace);
            await process.EndAsync(grace);
        }
    }

    /// <summary>Watches an agent that is no process.</summary>
    /// <param name="run">Runs it until it is done or its token fires; it tells its events to what it is given.</param>
    /// <param name="end">Ends everything in the sandbox, after the token.</param>
    public async Task<EndedBy> WatchAsync(
        Func<Action<SessionEvent>, CancellationToken, Task> run,
        Func<TimeSpan, Task> end,
        Action<SessionEvent> record,
        CancellationToken cancel)
    {
        var clock = new SessionClock(limits, time);
        using var finished = new CancellationTokenSource();
        using var stop = new CancellationTokenSource();
        var guard = GuardAsync(clock, StopAsync, cancel, finished.Token);
        try
        {
            await run(Observe, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ended, as asked; the guard knows why.
        }
        finally
        {
            await finished.CancelAsync();
            await guard;
        }
        return await guard;

        async Task StopAsync(TimeSpan grace)
        {
            await stop.CancelAsync();
            await end(grace);
        }

        void Observe(SessionEvent happened)
        {
            clock.Heard();
            clock.Observe(happened);
            record(happened);
        }
    }

    private async Task<EndedBy> GuardAsync(
        SessionClock clock, Func<TimeSpan, Task> end, CancellationToken cancel, CancellationToken finished)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancel, finished);
        while (!finished.IsCancellationRequested)
        {
            var (by, remaining) = cancel.IsCancellationRequested ? (EndedBy.User, TimeSpan.Zero)
                : governor is not null && await governor.CheckAsync(wake.Token) is not null ? (EndedBy.Governor, TimeSpan.Zero)
                : clock.NextDeadline();
            if (remaining <= TimeSpan.Zero)
            {
                await end(limits.Grace);
                return by;
            }
            // Deadlines move with every event, so the longest sleep is short; waking up costs nothing that shows.
            var sleep = remaining < TimeSpan.FromSeconds(1) ? remaining : TimeSpan.FromSeconds(1);
            await Task.WhenAny(Task.Delay(sleep, time, wake.Token), governor?.Alarm ?? Task.Delay(Timeout.Infinite, wake.Token));
        }
        return EndedBy.Itself;
    }
}
