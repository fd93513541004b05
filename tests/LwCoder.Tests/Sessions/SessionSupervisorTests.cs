using System.Threading.Channels;
using LwCoder.Agents;
using LwCoder.Agents.Events;
using LwCoder.Platform.Processes;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions;

public sealed class SessionSupervisorTests
{
    private static readonly SessionLimits Limits = new(
        Idle: TimeSpan.FromMinutes(10), Session: TimeSpan.FromHours(2),
        AfterResult: TimeSpan.FromSeconds(10), Grace: TimeSpan.FromSeconds(1));

    private readonly ManualTime _time = new();
    private readonly FakeAgentProcess _agent = new();
    private readonly List<SessionEvent> _events = [];
    private readonly CancellationTokenSource _cancel = new();
    private readonly Task<WatchedSession> _watching;

    public SessionSupervisorTests() => _watching = new SessionSupervisor(Limits, _time).WatchAsync(
        _agent, new WordReader(), _ => _agent.KillAsync(), _events.Add, _ => { }, _cancel.Token);

    [Fact]
    public async Task An_agent_that_exits_is_not_ended()
    {
        await _agent.SayAsync("call a", "return a", "result");
        _agent.Exit(0);

        (await FinishedAsync()).Should().Be(new WatchedSession(EndedBy.Itself, 0));
        _events.Should().HaveCount(3);
    }

    [Fact]
    public async Task Ten_silent_minutes_end_the_session()
    {
        await _agent.SayAsync("hello");
        await PassAsync(TimeSpan.FromMinutes(9.9));
        _watching.IsCompleted.Should().BeFalse();

        await PassAsync(TimeSpan.FromMinutes(0.2));

        (await EndedAsync()).Should().Be(EndedBy.IdleTimeout);
    }

    [Fact]
    public async Task Every_line_starts_the_silence_anew()
    {
        for (var minute = 0; minute < 60; minute += 9)
        {
            await _agent.SayAsync("hello");
            await PassAsync(TimeSpan.FromMinutes(9));
        }

        _watching.IsCompleted.Should().BeFalse();
        _agent.Exit(0);
        (await FinishedAsync()).By.Should().Be(EndedBy.Itself);
    }

    [Fact]
    public async Task A_long_build_is_not_silence()
    {
        await _agent.SayAsync("call build");
        await PassAsync(TimeSpan.FromMinutes(100));
        _watching.IsCompleted.Should().BeFalse();

        await _agent.SayAsync("return build");
        await PassAsync(TimeSpan.FromMinutes(11));

        (await EndedAsync()).Should().Be(EndedBy.IdleTimeout);
    }

    [Fact]
    public async Task Even_a_long_build_ends_with_the_sessions_time()
    {
        await _agent.SayAsync("call build");
        await PassAsync(TimeSpan.FromMinutes(121));

        (await EndedAsync()).Should().Be(EndedBy.SessionTimeout);
    }

    [Fact]
    public async Task An_agent_that_is_finished_and_stays_is_ended_after_ten_seconds()
    {
        await _agent.SayAsync("call background", "result");
        await PassAsync(TimeSpan.FromSeconds(9));
        _watching.IsCompleted.Should().BeFalse();

        await PassAsync(TimeSpan.FromSeconds(2));

        (await EndedAsync()).Should().Be(EndedBy.Grace);
    }

    [Fact]
    public async Task An_agent_whose_login_is_refused_is_not_left_to_try_for_minutes()
    {
        await _agent.SayAsync("refused");
        await PassAsync(TimeSpan.FromSeconds(6));
        await _agent.SayAsync("refused");
        await PassAsync(TimeSpan.FromSeconds(6));

        (await EndedAsync()).Should().Be(EndedBy.Grace);
    }

    [Fact]
    public async Task A_login_that_works_after_all_is_no_reason_to_end()
    {
        await _agent.SayAsync("refused", "call a", "return a");
        await PassAsync(TimeSpan.FromMinutes(1));

        _watching.IsCompleted.Should().BeFalse();
        _agent.Exit(0);
    }

    [Fact]
    public async Task Cancelling_outranks_everything()
    {
        await _agent.SayAsync("result");
        await _cancel.CancelAsync();

        (await FinishedAsync()).By.Should().Be(EndedBy.User);
    }

    private Task<WatchedSession> FinishedAsync() => _watching.WaitAsync(Eventually.Limit);

    /// <summary>
    /// The clock goes on, as the supervisor may have looked at it just before it was moved, and then waits for it.
    /// </summary>
    private async Task<EndedBy> EndedAsync()
    {
        await _time.PassUntilAsync(_watching, TimeSpan.FromSeconds(1));
        return (await _watching).By;
    }

    /// <summary>Moves the clock in small steps and lets the supervisor look at it after each.</summary>
    private async Task PassAsync(TimeSpan span)
    {
        await _agent.ReadAsync();
        for (var i = 0; i < 50 && !_watching.IsCompleted; i++)
        {
            _time.Advance(span / 50);
            await Task.Delay(2);
        }
    }

    /// <summary>Understands `call x`, `return x`, `refused`, `result`; anything else is chatter.</summary>
    private sealed class WordReader : IEventReader
    {
        public IEnumerable<SessionEvent> Read(string line) => line.Split(' ') switch
        {
            ["call", var id] => [new ToolCalled(id, "Bash", "{}")],
            ["return", var id] => [new ToolReturned(id, false, 0, "")],
            ["refused"] => [new SessionError(ErrorClass.Login, "401")],
            ["result"] => [new SessionResult(ResultStatus.Success, "done")],
            _ => [],
        };

        public IEnumerable<SessionEvent> ReadError(string line) => [];
    }

    private sealed class FakeAgentProcess : IRunningProcess
    {
        private readonly Channel<OutputLine> _lines = Channel.CreateUnbounded<OutputLine>();
        private readonly TaskCompletionSource<int> _exited = new();
        private int _unread;

        public int Id => 1;

        public Task<int> Exited => _exited.Task;

        public async Task SayAsync(params string[] lines)
        {
            foreach (var line in lines)
            {
                Interlocked.Increment(ref _unread);
                await _lines.Writer.WriteAsync(new OutputLine(line, false));
            }
            await ReadAsync();
        }

        public Task ReadAsync() => Eventually.True(() => Volatile.Read(ref _unread) == 0);

        public void Exit(int code)
        {
            _lines.Writer.TryComplete();
            _exited.TrySetResult(code);
        }

        public Task KillAsync()
        {
            Exit(137);
            return Task.CompletedTask;
        }

        public async IAsyncEnumerable<OutputLine> ReadLinesAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(cancel))
            {
                yield return line;
                Interlocked.Decrement(ref _unread);
            }
        }

        public Task EndAsync(TimeSpan grace) => KillAsync();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
