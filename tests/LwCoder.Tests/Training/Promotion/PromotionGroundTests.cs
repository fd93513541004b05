using LwCoder.Training.Comparisons;
using LwCoder.Training.Promotion;

namespace LwCoder.Tests.Training.Promotion;

public sealed class PromotionGroundTests
{
    [Fact]
    public void A_won_comparison_of_exactly_these_prompts_is_ground_enough()
    {
        var ground = PromotionGround.Of([Comparison("later", "ba5e", "f00d", ComparisonVerdict.Won)], "f00d", "ba5e");

        ground.Should().Be(new PromotionGround(
            ComparisonVerdict.Won, "it won the comparison later: +0.250, between +0.125 and +0.375, on 5 plans"));
    }

    [Fact]
    public void The_newest_comparison_of_the_two_decides_whatever_others_say()
    {
        var ground = PromotionGround.Of(
            [
                Comparison("other", "01d", "f00d", ComparisonVerdict.Won),
                Comparison("newest", "ba5e", "f00d", ComparisonVerdict.Lost),
                Comparison("older", "ba5e", "f00d", ComparisonVerdict.Won),
            ],
            "f00d", "ba5e");

        ground.IsWon.Should().BeFalse();
        ground.Reason.Should().StartWith("it lost the comparison newest");
    }

    [Fact]
    public void Inconclusive_is_no_win()
    {
        var ground = PromotionGround.Of([Comparison("c", "ba5e", "f00d", ComparisonVerdict.Inconclusive)], "f00d", "ba5e");

        ground.IsWon.Should().BeFalse();
        ground.Reason.Should().StartWith("it neither won nor lost the comparison c");
    }

    [Fact]
    public void A_win_against_prompts_that_are_active_no_more_is_stale_and_told_so() =>
        PromotionGround.Of([Comparison("c", "01d", "f00d", ComparisonVerdict.Won)], "f00d", "ba5e").Should().Be(
            new PromotionGround(null, "the comparison c was against 01d, and the active prompts are ba5e now"));

    [Fact]
    public void A_comparison_of_other_prompts_says_nothing() =>
        PromotionGround.Of([Comparison("c", "ba5e", "beef", ComparisonVerdict.Won)], "f00d", "ba5e").Should().Be(
            new PromotionGround(null, "nothing compared its prompts f00d with the active ones, ba5e"));

    private static Comparison Comparison(string id, string active, string candidate, ComparisonVerdict verdict) => new(
        id, DateTimeOffset.UnixEpoch, "mini", "default", null, 2, 0,
        new ComparedSet("active/mini/default", active, 0.5, 10, 0, 1, "billed", 60),
        [
            new ComparedCandidate(
                new ComparedSet("mini/default/candidate-001", candidate, 0.75, 10, 1, 1.5m, "billed", 61),
                verdict, "Because.", 5, 0.25, 0.125, 0.375, 0.05),
        ],
        [], [], null);
}
