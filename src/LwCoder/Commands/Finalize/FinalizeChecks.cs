using LwCoder.Configuration;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Finalize;

/// <summary>Runs a project's checks on a clean checkout of what is to land, on this machine.</summary>
internal sealed class FinalizeChecks(IProcessRunner processes, Narrator narrator, TimeProvider time)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <param name="variables">What a check may want to know, by environment.</param>
    /// <exception cref="UserError">The first check that fails; exit code 3.</exception>
    public async Task RunAsync(
        IReadOnlyList<string> commands, TimeSpan limit, string folder, IReadOnlyDictionary<string, string?> variables,
        CancellationToken cancel)
    {
        foreach (var command in commands)
        {
            narrator.Step($"check: {command}");
            var code = await RunAsync(command, limit, folder, variables, cancel);
            if (code != 0)
            {
                throw new UserError(
                    $"the check '{TerminalText.OneLine(command, 200)}' "
                    + (code is null ? $"took longer than {Duration.Format(limit)}" : $"failed with code {code}")
                    + "; nothing was changed",
                    "correct the work and finalize again, or leave the checks out with --no-checks", ExitCode.ChecksFailed);
            }
        }
    }

    /// <returns>Null when it took too long and was ended.</returns>
    private async Task<int?> RunAsync(
        string command, TimeSpan limit, string folder, IReadOnlyDictionary<string, string?> variables, CancellationToken cancel)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timer.Token);
        string[] shell = OperatingSystem.IsWindows() ? ["cmd.exe", "/d", "/c"] : ["sh", "-c"];
        await using var running = processes.Start(
            new ProcessSpec(shell[0], [.. shell[1..], command]) { WorkingDirectory = folder, Environment = variables });
        try
        {
            await foreach (var line in running.ReadLinesAsync(either.Token))
            {
                narrator.Agent(line.Text);
            }
            return await running.Exited.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await running.EndAsync(Grace);
            return null;
        }
        catch (OperationCanceledException)
        {
            await running.EndAsync(Grace);
            throw;
        }
    }
}
