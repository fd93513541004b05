using LwCoder.Runs;
using LwCoder.Tests.Support;
using LwCoder.Training.Replays;

namespace LwCoder.Tests.Training.Replays;

public sealed class ReplayCostTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_replay_is_guessed_to_cost_what_the_agents_last_runs_did()
    {
        ReplayCost.Guess(_folder.Path, "mini").Should().BeNull();

        foreach (var (tool, cost) in new[] { ("mini", 0.10m), ("mini", 0.30m), ("droid", 9m), ("mini", (decimal?)null) })
        {
            var run = new RunCatalog(_folder.In("runs")).Create("plan", DateTimeOffset.UnixEpoch);
            RunRecord.Begin(run, Manifests.New(run.Id) with { Tool = tool, Cost = cost });
        }

        ReplayCost.Guess(_folder.Path, "mini").Should().Be(0.20m);
        ReplayCost.Guess(_folder.Path, "claude-code").Should().BeNull();
    }
}
