using System.Text;
using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Platform;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly ProcessRunner _processes = new();
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Output_error_and_exit_code_are_captured_apart()
    {
        var output = await RunAsync("printf 'answer\\n'; printf 'trouble' >&2; exit 7");

        output.Should().Be(new ProcessOutput(7, "answer\n", "trouble"));
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        var output = await _processes.RunAsync(
            new ProcessSpec("printf", "[%s]", "a b", "\"quoted\"", "$HOME", "", "-x", "ü"), default);

        output.Output.Should().Be("[a b][\"quoted\"][$HOME][][-x][ü]");
    }

    [Fact]
    public async Task Input_is_written_and_closed()
    {
        var spec = new ProcessSpec("cat")
        {
            WriteInput = async (stream, cancel) => await stream.WriteAsync(Encoding.UTF8.GetBytes("hello"), cancel),
        };

        (await _processes.RunAsync(spec, default)).Output.Should().Be("hello");
    }

    [Fact]
    public async Task Without_input_the_child_reads_an_end_at_once() =>
        (await RunAsync("cat; echo done")).Output.Should().Be("done\n");

    [Fact]
    public async Task A_child_that_does_not_read_its_input_is_no_error()
    {
        var spec = new ProcessSpec("true")
        {
            WriteInput = async (stream, cancel) => await stream.WriteAsync(new byte[1_000_000], cancel),
        };

        (await _processes.RunAsync(spec, default)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Bytes_can_be_read_instead_of_text()
    {
        using var bytes = new MemoryStream();
        var spec = new ProcessSpec("printf", "\\377\\000\\376")
        {
            ReadOutput = (stream, cancel) => stream.CopyToAsync(bytes, cancel),
        };

        await _processes.RunAsync(spec, default);

        bytes.ToArray().Should().Equal(0xFF, 0x00, 0xFE);
    }

    [Fact]
    public async Task A_reader_that_takes_its_time_gets_all_there_is()
    {
        using var bytes = new MemoryStream();
        var spec = new ProcessSpec("printf", "the end")
        {
            ReadOutput = async (stream, cancel) =>
            {
                await Task.Delay(2500, cancel);
                await stream.CopyToAsync(bytes, cancel);
            },
        };

        await _processes.RunAsync(spec, default);

        Encoding.UTF8.GetString(bytes.ToArray()).Should().Be("the end");
    }

    [Fact]
    public async Task The_environment_can_be_changed_and_cleared()
    {
        var spec = new ProcessSpec("/usr/bin/env")
        {
            ClearEnvironment = true,
            Environment = new Dictionary<string, string?> { ["ONLY"] = "this", ["NOT"] = null },
        };

        (await _processes.RunAsync(spec, default)).Output.Should().Be("ONLY=this\n");
    }

    [Fact]
    public async Task A_missing_program_is_named()
    {
        var act = () => _processes.RunAsync(new ProcessSpec("no-such-program-here"), default);

        (await act.Should().ThrowAsync<ProgramNotFound>()).Which.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public async Task A_missing_working_directory_is_not_taken_for_a_missing_program()
    {
        var act = () => _processes.RunAsync(new ProcessSpec("true") { WorkingDirectory = _folder.In("gone") }, default);

        (await act.Should().ThrowAsync<UserError>()).Which.Should().NotBeOfType<ProgramNotFound>();
    }

    [Fact]
    public async Task A_grandchild_that_keeps_the_pipe_open_delays_nobody()
    {
        var output = await RunAsync("sleep 1000 & echo $!").WaitAsync(Eventually.Limit);

        var grandchild = int.Parse(output.Output);
        ProcessTree.StartTime(grandchild).Should().NotBeNull();
        NativeSignals.Send(grandchild, NativeSignals.Kill);
    }

    [Fact]
    public async Task A_grandchild_that_never_stops_writing_delays_nobody_and_is_not_heard_for_ever()
    {
        var line = new string('x', 1000);
        var left = _folder.In("left");

        var output = await RunAsync($"while echo {line}; do :; done & echo $! >{left}").WaitAsync(Eventually.Limit);

        output.Output.Should().Contain(line);
        // Its pipe is closed to it, and nobody else ends it.
        await Eventually.True(() => ProcessTree.StartTime(int.Parse(File.ReadAllText(left))) is null);
    }

    [Theory, InlineData("2>/dev/null"), InlineData(">/dev/null")]
    public async Task A_grandchild_that_keeps_one_pipe_open_delays_nobody_who_reads_bytes(string closed)
    {
        using var bytes = new MemoryStream();
        var spec = Leaving(closed) with { ReadOutput = (stream, cancel) => stream.CopyToAsync(bytes, cancel) };
        try
        {
            await _processes.RunAsync(spec, default).WaitAsync(Eventually.Limit);

            Encoding.UTF8.GetString(bytes.ToArray()).Should().Be("over\n");
        }
        finally
        {
            EndLeft();
        }
    }

    [Theory, InlineData("2>/dev/null"), InlineData(">/dev/null"), InlineData("")]
    public async Task A_grandchild_that_keeps_a_pipe_of_a_running_child_open_delays_nobody(string closed)
    {
        await using var process = _processes.Start(Leaving(closed));
        using var limit = new CancellationTokenSource(Eventually.Limit);
        try
        {
            var lines = new List<string>();
            await foreach (var line in process.ReadLinesAsync(limit.Token))
            {
                lines.Add(line.Text);
            }

            lines.Should().Equal("over");
        }
        finally
        {
            EndLeft();
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_child_and_its_children()
    {
        using var cancel = new CancellationTokenSource();
        var pids = _folder.In("pids");
        var running = RunAsync($"sleep 300 & echo $! >{pids}; echo $$ >>{pids}; wait", cancel.Token);
        await Eventually.True(() => File.Exists(pids) && File.ReadAllLines(pids).Length == 2);

        await cancel.CancelAsync();

        await running.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.True(() => File.ReadAllLines(pids).All(pid => ProcessTree.StartTime(int.Parse(pid)) is null));
    }

    [Fact]
    public async Task A_running_child_is_read_line_by_line_from_both_pipes()
    {
        await using var process = _processes.Start(new ProcessSpec("sh", "-c", "echo one; echo two >&2; printf three"));
        var lines = new List<OutputLine>();
        await foreach (var line in process.ReadLinesAsync(default))
        {
            lines.Add(line);
        }

        lines.Should().BeEquivalentTo(
            [new OutputLine("one", false), new OutputLine("two", true), new OutputLine("three", false)]);
        (await process.Exited).Should().Be(0);
    }

    [Fact]
    public async Task A_flood_of_output_arrives_whole_even_when_the_reader_is_slow()
    {
        await using var process = _processes.Start(new ProcessSpec("sh", "-c", "seq 1 20000"));
        var count = 0;
        await foreach (var _ in process.ReadLinesAsync(default))
        {
            if (count++ == 5)
            {
                await Task.Delay(2500);
            }
        }

        count.Should().Be(20000);
    }

    [Fact]
    public async Task An_agent_that_ignores_the_request_to_end_is_ended_by_force()
    {
        await using var process =
            _processes.Start(new ProcessSpec("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"));
        await using var lines = process.ReadLinesAsync(default).GetAsyncEnumerator();
        await lines.MoveNextAsync();

        await process.EndAsync(TimeSpan.FromMilliseconds(200));

        (await process.Exited.WaitAsync(Eventually.Limit)).Should().Be(137);
    }

    [Fact]
    public async Task Input_held_open_ends_with_the_process_that_holds_it()
    {
        var process = _processes.Start(new ProcessSpec("sh", "-c", "read line; echo over") { HoldInputOpen = true });
        (await Task.WhenAny(process.Exited, Task.Delay(300))).Should().NotBe(process.Exited);

        await process.DisposeAsync();

        process.Exited.IsCompleted.Should().BeTrue();
    }

    private ProcessSpec Leaving(string closed) =>
        new("sh", "-c", $"sleep 1000 {closed} & echo $! >{_folder.In("left")}; echo over");

    private void EndLeft() => NativeSignals.Send(int.Parse(File.ReadAllText(_folder.In("left"))), NativeSignals.Kill);

    private Task<ProcessOutput> RunAsync(string script, CancellationToken cancel = default) =>
        _processes.RunAsync(new ProcessSpec("sh", "-c", script), cancel);
}
