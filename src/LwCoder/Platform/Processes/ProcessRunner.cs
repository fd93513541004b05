using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace LwCoder.Platform.Processes;

/// <summary>
/// Starts every child process of lw_coder but the `ps` of <see cref="ProcessTree"/>; nothing outside this folder may touch
/// <see cref="ProcessStartInfo"/>.
/// </summary>
internal sealed class ProcessRunner(Interrupts? interrupts = null) : IProcessRunner
{
    /// <summary>From the request to end until force, for captured and terminal children.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long a grandchild that kept our pipes open may delay us after the child itself has ended.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    /// <summary>How often somebody who reads slowly is given that time again.</summary>
    private const int MostRounds = 30;

    /// <summary>What a pipe can be made to hold on Linux, in bytes; usually it is a sixteenth of that.</summary>
    private const int MostInPipe = 1024 * 1024;

    public async Task<ProcessOutput> RunAsync(ProcessSpec spec, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var process = Launch(spec, redirect: true);
        var output = new StringBuilder();
        var error = new StringBuilder();
        StreamReader[] pipes =
        [
            spec.ReadOutput is null ? PipeEnd.AsFile(process.StandardOutput) : process.StandardOutput,
            PipeEnd.AsFile(process.StandardError),
        ];
        var isOver = false;
        var reading = Task.WhenAll(
            spec.ReadOutput is { } read
                ? ReadAsync(pipes[0], read, cancel)
                : OnThreadOfItsOwn(() => Copy(pipes[0], output, ref isOver)),
            OnThreadOfItsOwn(() => Copy(pipes[1], error, ref isOver)));
        try
        {
            if (!spec.HoldInputOpen)
            {
                await WriteInputAsync(process, spec, cancel);
            }
            await OnThreadOfItsOwn(process.WaitForExit).WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            await ProcessTree.EndAsync(process, Grace);
            // Its last words may still be in the pipe.
            await reading.WaitAsync(DrainLimit, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        await DrainAsync(reading, pipes, output, error, cancel);
        Volatile.Write(ref isOver, true);
        return new ProcessOutput(process.ExitCode, Snapshot(output), Snapshot(error));
    }

    public async Task<int> RunInTerminalAsync(ProcessSpec spec, Action<int> started, CancellationToken cancel)
    {
        using var loan = interrupts?.LendTerminal();
        using var process = Launch(spec, redirect: false);
        started(process.Id);
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            await ProcessTree.EndAsync(process, Grace);
            throw;
        }
        return process.ExitCode;
    }

    public IRunningProcess Start(ProcessSpec spec)
    {
        var process = Launch(spec, redirect: true);
        return new RunningProcess(process, spec.HoldInputOpen ? Task.CompletedTask : WriteInputAsync(process, spec, default));
    }

    private static Process Launch(ProcessSpec spec, bool redirect)
    {
        var start = new ProcessStartInfo(spec.Program)
        {
            UseShellExecute = false,
            WorkingDirectory = spec.WorkingDirectory ?? "",
            RedirectStandardInput = redirect,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };
        if (redirect)
        {
            start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            start.StandardOutputEncoding = Encoding.UTF8;
            start.StandardErrorEncoding = Encoding.UTF8;
        }
        foreach (var argument in spec.Arguments)
        {
            start.ArgumentList.Add(argument);
        }
        if (spec.ClearEnvironment)
        {
            start.Environment.Clear();
        }
        foreach (var (name, value) in spec.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing) when (missing.NativeErrorCode is 2 or 3 && WorkingDirectoryExists(spec))
        {
            throw new ProgramNotFound(spec.Program, missing);
        }
        catch (Win32Exception failed)
        {
            throw new UserError(
                $"cannot start '{spec.Program}': {failed.Message}", exitCode: ExitCode.Environment, cause: failed);
        }
    }

    private static bool WorkingDirectoryExists(ProcessSpec spec) =>
        string.IsNullOrEmpty(spec.WorkingDirectory) || Directory.Exists(spec.WorkingDirectory);

    private static async Task WriteInputAsync(Process process, ProcessSpec spec, CancellationToken cancel)
    {
        try
        {
            await using var input = process.StandardInput.BaseStream;
            if (spec.WriteInput is { } write)
            {
                await write(input, cancel);
            }
        }
        catch (IOException)
        {
            // The child closed its input before it had read all of it: its exit code says whether that was a failure.
        }
    }

    /// <summary>
    /// Waiting on threads is ready sooner than the machinery of asynchronous waiting, which takes longer to start than most
    /// of what we run takes to end. Who waits for the task goes on elsewhere, as programs such as bwrap end with the thread
    /// that started them.
    /// </summary>
    private static Task OnThreadOfItsOwn(Action wait) => Task.Factory.StartNew(
        wait,
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously,
        TaskScheduler.Default);

    /// <summary>A pipe that is read to its end is closed: only one that is not may have something left in it.</summary>
    private static async Task ReadAsync(
        StreamReader from, Func<Stream, CancellationToken, Task> read, CancellationToken cancel)
    {
        using var reader = from;
        await read(reader.BaseStream, cancel);
    }

    /// <param name="isOver">Nobody wants what is still to come, and who writes it is to hear of that.</param>
    private static void Copy(StreamReader from, StringBuilder into, ref bool isOver)
    {
        using var reader = from;
        var buffer = new char[8192];
        int read;
        while (!Volatile.Read(ref isOver) && (read = reader.Read(buffer)) > 0)
        {
            lock (into)
            {
                into.Append(buffer, 0, read);
            }
        }
    }

    /// <summary>
    /// On a busy machine a reader may take its time, and nothing of what the child wrote is lost. But what it left in its pipes
    /// is no more than they hold: who reads on reads something that the child left behind, perhaps for ever.
    /// </summary>
    private static async Task DrainAsync(
        Task reading, StreamReader[] pipes, StringBuilder output, StringBuilder error, CancellationToken cancel)
    {
        var (mostOutput, mostError) = (LengthOf(output) + MostInPipe, LengthOf(error) + MostInPipe);
        for (var round = 1; ; round++)
        {
            try
            {
                await reading.WaitAsync(DrainLimit, cancel);
                return;
            }
            catch (TimeoutException)
            {
                if (round == MostRounds || LengthOf(output) > mostOutput || LengthOf(error) > mostError
                    || !Array.Exists(pipes, PipeEnd.IsReadable))
                {
                    // What was read until now is what there is.
                    return;
                }
            }
        }
    }

    private static int LengthOf(StringBuilder text)
    {
        lock (text)
        {
            return text.Length;
        }
    }

    private static string Snapshot(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
