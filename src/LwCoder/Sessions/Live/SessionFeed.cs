using System.Threading.Channels;
using LwCoder.Agents.Events;
using LwCoder.Recording;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Spooling;

namespace LwCoder.Sessions.Live;

/// <summary>
/// A running session on its way to the store. Whoever tells it an event never waits: what the store cannot follow is left
/// out here and comes with the whole session at its end.
/// </summary>
internal sealed class SessionFeed
{
    /// <summary>Events that wait to be written.</summary>
    private const int MostWaiting = 10_000;

    /// <summary>One transaction in that time, however much happens: nobody looks more often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<SessionEvent> _events = Channel.CreateBounded<SessionEvent>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SessionProjector _projector;
    private readonly TimeProvider _time;
    private readonly Func<string, string> _redact;
    private readonly Task<SpooledWriter?> _writing;

    /// <param name="open">
    /// Called at the first event, when the agent runs and nobody waits for us; null: nothing is recorded.
    /// </param>
    /// <param name="redact">Takes the secrets out; null where whoever tells events has done so.</param>
    public SessionFeed(
        SessionFacts facts, Func<Task<SpooledWriter?>> open, TimeProvider time, Func<string, string>? redact = null)
    {
        (_projector, _time, _redact) = (new SessionProjector(facts), time, redact ?? (text => text));
        _writing = Task.Run(() => WriteAsync(open));
    }

    public void Tell(SessionEvent happened) => _events.Writer.TryWrite(happened);

    /// <summary>Nothing more will be told. Waits until what was told is written.</summary>
    public async Task EndAsync()
    {
        _events.Writer.TryComplete();
        _ended.TrySetResult();
        await _writing;
    }

    /// <summary>The same for a session that has no other record: also writes how it ended, and lets go of the store.</summary>
    public async Task FinishAsync()
    {
        await EndAsync();
        if (await _writing is { } writer)
        {
            await using var closed = writer;
            var batch = new TelemetryBatch(_redact);
            _projector.Finish(batch);
            await writer.WriteAsync(batch, CancellationToken.None);
        }
    }

    /// <returns>Null when there was nothing to write, or nowhere.</returns>
    private async Task<SpooledWriter?> WriteAsync(Func<Task<SpooledWriter?>> open)
    {
        SpooledWriter? writer = null;
        var batch = new TelemetryBatch(_redact);
        while (await _events.Reader.WaitToReadAsync())
        {
            writer ??= await open();
            if (writer is null)
            {
                return null;
            }
            while (_events.Reader.TryRead(out var happened))
            {
                _projector.Observe(happened, batch);
            }
            _projector.Report(batch);
            await writer.WriteAsync(batch, CancellationToken.None);
            batch.Clear();
            await Task.WhenAny(Task.Delay(Pause, _time), _ended.Task);
        }
        return writer;
    }
}
