using LwCoder.Platform.Processes;

namespace LwCoder.Sessions.Setup;

/// <summary>The user's own machine, with the user's environment: for commands the user trusts.</summary>
internal sealed class HostPlace(
    IProcessRunner processes, string worktree, IReadOnlyDictionary<string, string> variables, TimeProvider time) : ISetupPlace
{
    public async Task<int?> RunAsync(
        string command, string folder, TimeSpan timeout, Action<string> heard, CancellationToken cancel)
    {
        var output = new BoundedOutput(ISetupPlace.MostOutput, new LineTap(heard));
        var spec = (OperatingSystem.IsWindows()
            ? SystemShell.Command(command)
            : new ProcessSpec("sh", "-c", "exec sh -c \"$1\" 2>&1", "sh", command)) with
        {
            WorkingDirectory = Path.Combine(worktree, folder),
            Environment = variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value),
            ReadOutput = (stream, _) => output.ReadAsync(stream),
        };
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var ended = await processes.RunAsync(spec, either.Token);
            foreach (var line in ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                heard(line.TrimEnd('\r'));
            }
            return ended.ExitCode;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
