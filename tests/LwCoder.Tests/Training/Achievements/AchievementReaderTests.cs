using LwCoder.Prompts.Versions;
using LwCoder.Runs;
using LwCoder.Tests.Support;
using LwCoder.Training.Achievements;

namespace LwCoder.Tests.Training.Achievements;

public sealed class AchievementReaderTests : IDisposable
{
    private readonly TempDirectory _state = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_plans_evidence_counts_for_the_prompts_of_its_last_run()
    {
        Record("plan", "20261101_100000", run => run with { PromptFingerprint = "01d" });
        Record("plan", "20261102_100000", run => run with { PromptFingerprint = "ba5e" });
        Judge("runs/plan/eval", 0.75);

        var achievements = Read();

        achievements.Select(one => (one.Version.Fingerprint, one.Score)).Should().Equal(("01d", null), ("ba5e", 0.75));
    }

    [Fact]
    public void A_run_with_generated_prompts_counts_for_those_they_were_generated_from()
    {
        Record("plan", "20261101_100000", run => run with
        {
            PromptSource = "generated", PromptFingerprint = "f00d", Cost = 1m,
            PromptGeneration = new PromptGeneration("m", "prompts/active/droid/default", "ba5e", 1, 0, 0.5m, "billed"),
        });

        var achievement = Read().Single();

        achievement.Version.Should().Be(new PromptVersion(new PromptSetName("droid", "default"), "ba5e"));
        achievement.Cost.Should().Be(1.5m);
    }

    [Fact]
    public void Of_a_run_that_is_gone_its_sample_tells()
    {
        _state.Write("training_data/old/metadata.json", """
            {"tool":"claude-code","model":"claude-opus-4-8","prompt_fingerprint":"ba5e","recorded_at":"2026-01-01T00:00:00Z","cost":0.5}
            """);
        Judge("training_data/old", 0.25);
        _state.Write("training_data/unknown/human_feedback.md", "No metadata.");

        var achievement = Read().Single();

        achievement.Version.Should().Be(new PromptVersion(new PromptSetName("claude-code-cli", "opus"), "ba5e"));
        achievement.Should().BeEquivalentTo(new { Score = 0.25, Cost = 0.5m, RunsWithCost = 1 });
        achievement.Outcomes.Should().Equal(new Dictionary<string, int> { ["unknown"] = 1 });
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_left_out()
    {
        _state.Write("runs/plan/20261101_100000/run.json", "no json");
        Record("plan", "20261102_100000", run => run);
        _state.Write("runs/plan/eval/judge_reuse.json", "{}");
        _state.Write("training_data/broken/metadata.json", "[]");

        Read().Single().Score.Should().BeNull();

        _warnings.Should().HaveCount(3);
    }

    private IReadOnlyList<Achievement> Read() => new AchievementReader(_state.Path, _warnings.Add).Read();

    private void Record(string plan, string stamp, Func<RunManifest, RunManifest> change)
    {
        var run = new RunDirectory(new RunId(plan, stamp), _state.In("runs", plan, stamp));
        Directory.CreateDirectory(run.Path);
        run.WriteManifest(change(Manifests.New(run.Id) with
        {
            PromptSource = "prompts/active/mini/default", PromptFingerprint = "ba5e", Outcome = "completed",
        }));
    }

    private void Judge(string folder, double score) => _state.Write(
        $"{folder}/judge_reuse.json", $$"""{"judge_name":"reuse","weight":0.5,"score":{{score}},"feedback":"f"}""");
}
