using LwCoder.Agents;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;

namespace LwCoder.Sessions.Setup;

/// <summary>One opening of a sandbox: what a command starts there ends with it.</summary>
internal sealed class InsidePlace(
    IProcessRunner processes, ISandboxShell sandbox, SandboxView view, IReadOnlyDictionary<string, string> variables,
    TimeProvider time) : ISetupPlace
{
    /// <summary>`$1` folder, `$2` command.</summary>
    private const string Script = "cd \"$1\" && exec sh -c \"$2\"";

    private readonly SandboxShell _shell = new(processes, sandbox, inputFolder: "", inputFolderInside: "", time);

    public async Task<int?> RunAsync(
        string command, string folder, TimeSpan timeout, Action<string> heard, CancellationToken cancel)
    {
        string[] arguments = ["sh", "-c", Script, "sh", $"{view.Workspace}/{folder}", command];
        var inside = new ShellCommand(arguments, timeout, ISetupPlace.MostOutput)
        {
            Environment = variables,
            Heard = heard,
        };
        return (await _shell.RunAsync(inside, cancel)).ExitCode;
    }

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();
}
