using LwCoder.Agents;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;

namespace LwCoder.Sessions;

/// <summary>Joins a built-in agent and its sandbox: each command is a child process that leads inside.</summary>
/// <param name="inputFolder">A folder of ours that the sandbox shows and nobody inside can write.</param>
/// <param name="inputFolderInside">The same as it is seen there, with the separator at its end.</param>
internal sealed class SandboxShell(
    IProcessRunner processes, ISandboxShell sandbox, string inputFolder, string inputFolderInside,
    TimeProvider time) : IAgentShell
{
    /// <summary>
    /// A sandbox may fail once because of something else that goes on on the machine: see <see cref="Bubblewrap"/>.
    /// </summary>
    private const int Attempts = 3;

    private const string InputName = "input";

    /// <summary>What is left on standard error comes from the sandbox itself.</summary>
    private static readonly string[] Joined = ["sh", "-c", "exec \"$@\" 2>&1", "sh"];

    public async Task<ShellResult> RunAsync(ShellCommand command, CancellationToken cancel)
    {
        var input = command.Input is null ? null : Path.Combine(inputFolder, InputName);
        try
        {
            if (input is not null)
            {
                await File.WriteAllBytesAsync(input, command.Input!, cancel);
            }
            var inside = new SandboxCommand(
                [.. Joined, .. command.Arguments], input is null ? null : inputFolderInside + InputName, command.Environment);
            for (var attempt = 1; ; attempt++)
            {
                var (result, failure) = await TryAsync(sandbox.Command(inside), command, cancel);
                if (failure is null)
                {
                    return result;
                }
                if (attempt == Attempts)
                {
                    throw failure;
                }
            }
        }
        finally
        {
            if (input is not null)
            {
                File.Delete(input);
            }
        }
    }

    private async Task<(ShellResult, UserError?)> TryAsync(ProcessSpec child, ShellCommand command, CancellationToken cancel)
    {
        var output = new BoundedOutput(command.MostOutput, command.Heard is { } heard ? new LineTap(heard) : null);
        using var timeout = new CancellationTokenSource(command.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        int? exitCode = null;
        UserError? failure = null;
        try
        {
            var ended =
                await processes.RunAsync(child with { ReadOutput = (stream, _) => output.ReadAsync(stream) }, either.Token);
            exitCode = ended.ExitCode;
            failure = sandbox.Explain(ended.ExitCode, ended.Error);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Too long; what it printed until then is worth knowing.
        }
        var (kept, omitted) = output.Take();
        return (new ShellResult(exitCode, kept, omitted), failure);
    }
}
