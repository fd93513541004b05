using System.Text;

namespace LwCoder.Training.Replays;

/// <summary>
/// Runs replays in this process, which so many agents and containers go with that there is nothing to gain from one of their own:
/// when it is killed, none is left behind. The command is the one that other engines start.
/// </summary>
/// <param name="lwCoder">Runs a command line of lw_coder, with a place for what it narrates.</param>
/// <param name="trust">The user has allowed what the settings ask for.</param>
internal sealed class LocalEngine(Func<string[], TextWriter, CancellationToken, Task<int>> lwCoder, bool trust) : IReplayEngine
{
    /// <summary>Nothing outlives this process but containers, and those each session sweeps.</summary>
    public Task BeginAsync(string comparison, CancellationToken cancel) => Task.CompletedTask;

    public Task EndAsync(string comparison) => Task.CompletedTask;

    public async Task RunAsync(string comparison, ReplayFolder folder, CancellationToken cancel)
    {
        await using var file = new StreamWriter(folder.Log, append: false, new UTF8Encoding(false)) { AutoFlush = true };
        await lwCoder(RunOneArguments.Of(folder.Path, trust), TextWriter.Synchronized(file), cancel);
    }
}
