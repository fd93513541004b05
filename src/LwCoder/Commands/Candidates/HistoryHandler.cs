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
        var versions = new AchievementReader(state, narrator.Warn).Read();
        var active = await ActiveAsync(state, versions.Select(version => version.Version.Set).Distinct(), cancel);
        report.Write(versions, active, swap.History.Read(), asJson);
        return (int)ExitCode.Done;
    }

    private async Task<IReadOnlySet<PromptVersion>> ActiveAsync(
        string state, IEnumerable<PromptSetName> sets, CancellationToken cancel)
    {
        var prompts = new ActivePrompts(state, narrator.Notice);
        var active = new HashSet<PromptVersion>();
        foreach (var set in sets)
        {
            try
            {
                var found = await prompts.LoadAsync(set.ToolFolder, set.Variant, cancel);
                active.Add(new PromptVersion(found.Name, found.Set.Fingerprint));
            }
            catch (UserError error)
            {
                // What they achieved is known, whatever became of them.
                narrator.Warn(error.Message);
            }
        }
        return active;
    }
}
