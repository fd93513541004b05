using LwCoder.Plans;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Plans;

public sealed class PlanStatusTests
{
    [Fact]
    public void Every_status_can_be_written_and_read_back()
    {
        foreach (var status in Enum.GetValues<PlanStatus>())
        {
            PlanStatusWords.Parse(status.ToWord()).Should().Be(status);
            PlanStatusWords.Parse(status.ToWord().ToUpperInvariant()).Should().Be(status);
            PlanStatusWords.All.Should().Contain(status.ToWord());
        }
    }

    [Fact]
    public void The_old_word_review_is_read_as_implemented() =>
        PlanStatusWords.Parse("Review").Should().Be(PlanStatus.Implemented);

    [Theory]
    [InlineData("wip")]
    [InlineData("1")]
    [InlineData("draft,ready")]
    [InlineData("")]
    public void Other_words_are_no_status(string text) => PlanStatusWords.Parse(text).Should().BeNull();

    [Theory]
    [InlineData("draft")]
    [InlineData("ready")]
    [InlineData("coding")]
    [InlineData("implemented")]
    public void A_plan_that_is_not_closed_can_be_coded(string status) =>
        FluentActions.Invoking(() => PlanStatusRules.RequireCodable(PlanSamples.Parse(PlanSamples.Text(status: status)).Plan))
            .Should().NotThrow();

    [Theory]
    [InlineData("done")]
    [InlineData("abandoned")]
    public void A_closed_plan_is_refused_with_the_way_to_open_it(string status) =>
        FluentActions.Invoking(() => PlanStatusRules.RequireCodable(PlanSamples.Parse(PlanSamples.Text(status: status)).Plan))
            .Should().Throw<UserError>().WithMessage($"plan my-feature is {status}").Which.Hint.Should().Contain("status: ready");

    [Fact]
    public void A_failed_run_restores_the_status_and_never_leaves_coding()
    {
        PlanStatusRules.AfterFailure(PlanStatus.Draft).Should().Be(PlanStatus.Draft);
        PlanStatusRules.AfterFailure(PlanStatus.Ready).Should().Be(PlanStatus.Ready);
        PlanStatusRules.AfterFailure(PlanStatus.Implemented).Should().Be(PlanStatus.Implemented);
        PlanStatusRules.AfterFailure(PlanStatus.Coding).Should().Be(PlanStatus.Ready);
    }
}
