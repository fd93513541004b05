using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;
using LwCoder.Training.Replays;

namespace LwCoder.Training.Comparisons;

/// <summary>A comparison's folder, ours alone and swept of what an earlier process left, and what replays plans in it.</summary>
internal sealed class ComparisonWork : IDisposable
{
    private readonly ComparisonScene _scene;
    private readonly ReplayPacking _packing;
    private readonly FileLock _alone;

    private ComparisonWork(ComparisonScene scene, ComparisonFolder folder, FileLock alone, GitCli git)
    {
        (_scene, Folder, _alone) = (scene, folder, alone);
        _packing = new ReplayPacking(git, new ReplayRepository(git));
    }

    public ComparisonFolder Folder { get; }

    /// <param name="purpose">Sets it apart from comparisons of the same prompts; none for those.</param>
    /// <exception cref="UserError">Another lw_coder is at it.</exception>
    public static ComparisonWork Open(ComparisonScene scene, GitCli git, Narrator narrator, params string[] purpose)
    {
        var folder = ComparisonFolder.Of(scene.StateFolder, [.. scene.Identity, .. purpose]);
        var alone = folder.TryLock()
            ?? throw new UserError($"the comparison {folder.Id} is under way in another lw_coder", "wait for it");
        foreach (var replay in folder.Unfinished().Where(replay => !replay.TryClear()))
        {
            narrator.Warn($"what an earlier replay left in {replay.Path} cannot be removed");
        }
        return new ComparisonWork(scene, folder, alone, git);
    }

    public ReplayRunner RunnerOn(IReplayEngine engine) => new(Folder, engine, (task, replay, cancel) => _packing.PackAsync(
        _scene.Context.Repository, _scene.Context.Settings, task.Job,
        new ReplayInputs(task.Plan.Text, task.Source.Folder, _scene.Context.Agent.PromptFolder, Folder.TestsOf(task.Plan)),
        replay, cancel));

    public void Dispose() => _alone.Dispose();
}
