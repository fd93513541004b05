using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LwCoder.Platform.Processes;

/// <summary>A started child with both pipes pumped into one channel.</summary>
internal sealed class RunningProcess : IRunningProcess
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    /// <summary>Bounded, so that a flood of output slows the child down instead of filling our memory.</summary>
    private readonly Channel<OutputLine> _lines = Channel.CreateBounded<OutputLine>(1024);
    private readonly Process _process;
    private readonly Task _input;
    private readonly Task _pump;

    public RunningProcess(Process process, Task input)
    {
        _process = process;
        _input = input;
        Exited = WaitAsync();
        _pump = PumpAsync();
    }

    public int Id => _process.Id;

    public Task<int> Exited { get; }

    public async IAsyncEnumerable<OutputLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(cancel))
        {
            yield return line;
        }
    }

    public Task EndAsync(TimeSpan grace) => ProcessTree.EndAsync(_process, grace);

    public async ValueTask DisposeAsync()
    {
        await EndAsync(TimeSpan.Zero);
        _lines.Writer.TryComplete();
        await Task.WhenAll(_pump, _input).WaitAsync(DrainLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private async Task PumpAsync()
    {
        StreamReader[] pipes = [_process.StandardOutput, _process.StandardError];
        var reading = Task.WhenAll(PumpAsync(pipes[0], isError: false), PumpAsync(pipes[1], isError: true));
        await Exited;
        // Full pipes are drained at the reader's pace; an empty pipe that a daemon still holds is given up.
        await Task.WhenAny(reading, IdleAsync(pipes));
        _lines.Writer.TryComplete();
    }

    /// <summary>Completes when nothing has arrived for a while.</summary>
    private async Task IdleAsync(StreamReader[] pipes)
    {
        long seen;
        do
        {
            seen = Interlocked.Read(ref _arrived);
            await Task.Delay(DrainLimit);
        }
        while (seen != Interlocked.Read(ref _arrived) || _lines.Reader.Count > 0
            || Array.Exists(pipes, PipeEnd.IsReadable));
    }

    private long _arrived;

    private async Task PumpAsync(StreamReader from, bool isError)
    {
        // What is read to its end has nothing left in it, though a poll would say so for as long as it is open.
        using var reader = from;
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                Interlocked.Increment(ref _arrived);
                await _lines.Writer.WriteAsync(new OutputLine(line, isError));
            }
        }
        catch (Exception closed) when (closed is ChannelClosedException or IOException or ObjectDisposedException)
        {
            // Nobody reads any more.
        }
    }
}
