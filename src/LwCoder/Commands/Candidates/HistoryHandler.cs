using LwCoder.Platform.Terminal;
using LwCoder.Prompts.Versions;
using LwCoder.Training.Achievements;

namespace LwCoder.Commands.Candidates;

/// <summary>Tells what each version of the prompts achieved, and when and why one took another's place.</summary>
/// <param name="stateFolder">Finds the repository's `.lw_coder`.</param>
internal sealed class HistoryHandler(
    Func<CancellationToken, Task<string>> stateFolder, HistoryReport report, Narrator narrator)
{
    public async Task<int> RunAsync(bool asJson, CancellationToken cancel)
    {
        var state = await stateFolder(cancel);
        var swap = new PromptSwap(state);
        if (swap.HasEverRun)
        {
            // A promotion that was killed is history once it is finished.
            (await swap.EnterAsync(cancel)).Dispose();
        }
        report.Write(new AchievementReader(state, narrator.Warn).Read(), swap.History.Read(), asJson);
        return (int)ExitCode.Done;
    }
}
