using System.Globalization;
using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sandboxes;

/// <summary>A command whose standard input is held by a `sleep` that stands for lw_coder and can be killed.</summary>
internal sealed class HeldProcess : IAsyncDisposable
{
    private readonly IRunningProcess _shell;

    public HeldProcess(ProcessSpec command) => _shell = new ProcessRunner().Start(
        new ProcessSpec("sh", ["-c", "sleep 300 | \"$@\"", "sh", command.Program, .. command.Arguments])
        {
            WorkingDirectory = command.WorkingDirectory,
        });

    public Task<int> Exited => _shell.Exited;

    public Task<List<string>> ReadLinesAsync(int count) => ReadLinesAsync(_shell, count);

    public static async Task<List<string>> ReadLinesAsync(IRunningProcess process, int count)
    {
        var lines = new List<string>();
        using var limit = new CancellationTokenSource(Eventually.Limit);
        await foreach (var line in process.ReadLinesAsync(limit.Token))
        {
            lines.Add(line.Text);
            if (lines.Count == count)
            {
                break;
            }
        }
        return lines;
    }

    /// <summary>`kill -9` of what stands for lw_coder.</summary>
    public async Task KillHolderAsync()
    {
        var found = await new ProcessRunner().RunAsync(new ProcessSpec("pgrep", "-P", $"{_shell.Id}", "sleep"), default);
        NativeSignals.Send(int.Parse(found.Output.Trim(), CultureInfo.InvariantCulture), NativeSignals.Kill);
    }

    public ValueTask DisposeAsync() => _shell.DisposeAsync();
}
