using System.Text;
using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>
/// A container that does nothing but live, as long as lw_coder does, and in which commands are run by `docker exec`. Ending
/// docker's client does not end what it runs, so each command has a lifeline of its own.
/// </summary>
internal sealed class ContainerShell(IRunningProcess keeper, string name) : ISandboxShell
{
    private const string Ready = "ready";

    /// <summary>
    /// What the docker client says for itself; everything else on standard error is a shell's remark on signals.
    /// </summary>
    private static readonly string[] Complaints = ["Error", "Cannot connect", "error during connect", "OCI runtime"];

    /// <summary>The container's own command.</summary>
    public static SandboxCommand Keeper { get; } =
        new(["sh", "-c", $"echo {Ready}; exec sleep infinity"], InputFile: null, new Dictionary<string, string>());

    public int? ProcessId => keeper.Id;

    public ProcessSpec Command(SandboxCommand command) => DockerCli.Command(DockerRunArguments.Further(
        name, command.Environment,
        ["sh", ContainerLayout.Lifeline, "tree", command.InputFile ?? "", .. command.Arguments])) with
    {
        HoldInputOpen = true,
    };

    public UserError? Explain(int exitCode, string errorOutput) =>
        exitCode != 0 && Complaints.Any(complaint => errorOutput.StartsWith(complaint, StringComparison.Ordinal))
            ? DockerFailure.Explain(errorOutput)
            : null;

    public ValueTask DisposeAsync() => keeper.DisposeAsync();

    /// <returns>Null once commands can be run; how it ended when it did not come to that.</returns>
    public async Task<ProcessOutput?> IsReadyAsync(CancellationToken cancel)
    {
        var error = new StringBuilder();
        await foreach (var line in keeper.ReadLinesAsync(cancel))
        {
            if (line is { IsError: false, Text: Ready })
            {
                return null;
            }
            error.Append(line.IsError ? line.Text + "\n" : "");
        }
        return new ProcessOutput(await keeper.Exited, "", error.ToString());
    }
}
