using LwCoder.Training.Reading;

namespace LwCoder.Tests.Training.Reading;

public sealed class SampleSelectionTests
{
    private static readonly TrainingTarget Target = new("claude-code", "sonnet", "f00d");

    [Fact]
    public void Recent_prefers_samples_of_these_prompts_then_of_this_tool_then_the_newest()
    {
        TrainingSample[] samples =
        [
            Sample("other-tool", "droid", day: 30), Sample("unknown", null, day: 29), Sample("old", "claude-code", day: 1),
            Sample("new", "claude-code", day: 2), Sample("same-prompts", "claude-code", day: 0, fingerprint: "f00d"),
            Sample("opus", "claude-code", day: 28, model: "claude-opus-4-8"),
        ];

        Ids(samples, SampleChoice.Recent, 10).Should().Equal("same-prompts", "new", "old", "unknown", "opus", "other-tool");
        Ids(samples, SampleChoice.Recent, 2).Should().Equal("same-prompts", "new");
    }

    [Fact]
    public void Worst_prefers_what_judges_people_and_tests_like_least()
    {
        TrainingSample[] samples =
        [
            Sample("fine", "mini", score: 0.9), Sample("poor", "mini", score: 0.2),
            Sample("rejected", "mini", score: 0.9, human: 0),
        ];

        Ids(samples, SampleChoice.Worst, 2).Should().Equal("poor", "rejected");
    }

    [Fact]
    public void Diverse_avoids_what_says_the_same_and_goes_by_its_seed()
    {
        TrainingSample[] samples =
        [
            Sample("a1", "mini", feedback: "parser forgets blank lines"),
            Sample("a2", "mini", feedback: "parser forgets blank lines"),
            Sample("b", "mini", feedback: "network retries without limit"),
        ];

        for (var seed = 0; seed < 5; seed++)
        {
            Ids(samples, SampleChoice.Diverse, 2, seed).Should().Contain("b")
                .And.Equal(Ids(samples, SampleChoice.Diverse, 2, seed));
        }
        Enumerable.Range(0, 9).Select(seed => Ids(samples, SampleChoice.Diverse, 1, seed)[0]).Distinct()
            .Should().HaveCountGreaterThan(1);
        Ids([], SampleChoice.Diverse, 2).Should().BeEmpty();
    }

    private static IReadOnlyList<string> Ids(TrainingSample[] samples, SampleChoice choice, int count, int seed = 0) =>
        [.. SampleSelection.Choose(samples, choice, count, Target, seed).Select(sample => sample.PlanId)];

    private static TrainingSample Sample(
        string id, string? tool, int day = 0, string? fingerprint = null, string model = "sonnet", double score = 0.5,
        double? human = null, string feedback = "") =>
        new(id, "", "", feedback, [new JudgeFinding("judge", 1, score, "")], null, new TestRecord("{}", 1, []))
        {
            Origin = new SampleOrigin(
                tool, model, fingerprint, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day), human),
        };
}
