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
    private readonly Task _writing;

    /// <param name="open">Called at the first event, when the agent runs and nobody waits for us; null: nothing is recorded.</param>
    public SessionFeed(SessionFacts facts, Func<Task<SpooledWriter?>> open, TimeProvider time)
    {
        (_projector, _time) = (new SessionProjector(facts), time);
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

    private async Task WriteAsync(Func<Task<SpooledWriter?>> open)
    {
        SpooledWriter? writer = null;
        // Whoever recorded the events took the secrets out.
        var batch = new TelemetryBatch(text => text);
        while (await _events.Reader.WaitToReadAsync())
        {
            writer ??= await open();
            if (writer is null)
            {
                return;
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
    }
}
