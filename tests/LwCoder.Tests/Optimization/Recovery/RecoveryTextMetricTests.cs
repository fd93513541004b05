using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Optimization.Recovery;

namespace LwCoder.Tests.Optimization.Recovery;

public sealed class RecoveryTextMetricTests
{
    private static readonly RetryRecoveryInput Retry = new(
        "7d444840-9dc0-11d1-b245-5ffdce74fad2", "the last 5 tool calls all failed, the last of shell", "Take another way.",
        "  - shell: 5 calls (5 errors)", "\"E: cannot find module 'left-pad' in the project\"", "\"Bash\"", 5);

    private static readonly RecoveryInput Plain = new(Retry.SessionId, Retry.Summary, Retry.SuggestedAction, Retry.ToolActivity);

    public static TheoryData<string> Categories => [.. FailureCategories.OfModel.Select(category => category.Name())];

    [Theory, MemberData(nameof(Categories))]
    public void The_hand_written_template_is_good_but_leaves_room(string name)
    {
        var category = FailureCategories.Parse(name)!.Value;

        Score(RecoveryTemplate.For(category).Text, category).Should().BeInRange(0.75, 0.999);
    }

    [Theory, MemberData(nameof(Categories))]
    public void A_blank_prompt_and_one_for_another_category_score_below_the_template(string name)
    {
        var category = FailureCategories.Parse(name)!.Value;
        var template = Score(RecoveryTemplate.For(category).Text, category);

        Score("", category).Should().Be(0);
        Score("{summary}", category).Should().BeLessThan(0.4);
        foreach (var other in FailureCategories.OfModel.Where(other => other != category))
        {
            Score(RecoveryTemplate.For(other).Text, category).Should().BeLessThan(template, other.Name());
        }
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        var score = RecoveryTextMetric.Of(
            new RecoveryTemplate("It failed: {summary}", "x"), FailureCategory.InfiniteRetry, Retry);

        score.Feedback.Should().Contain("It lacks something that forbids to repeat the failing call.")
            .And.Contain("{failing_tool}")
            .And.Contain("words; 40 to 350");
    }

    [Theory]
    [InlineData("E: cannot find module 'left-pad' in the project")]
    [InlineData("7d444840-9dc0-11d1-b245-5ffdce74fad2")]
    [InlineData("Session 11111111-9dc0-11d1-b245-5ffdce74fad2 failed.")]
    [InlineData("Look at /home/ann/shop/src/login.cs first.")]
    [InlineData("It began at 2026-03-04T05:06:07.")]
    public void What_is_of_one_session_only_costs_half(string leak)
    {
        var template = RecoveryTemplate.For(FailureCategory.InfiniteRetry).Text;
        var clean = Score(template, FailureCategory.InfiniteRetry);

        var score = RecoveryTextMetric.Of(new RecoveryTemplate($"{template}\n{leak}", "x"), FailureCategory.InfiniteRetry, Retry);

        score.Value.Should().BeApproximately(clean / 2, 0.02);
        score.Feedback.Should().Contain("of one session only");
    }

    [Fact]
    public void A_text_that_goes_on_and_on_loses()
    {
        var template = RecoveryTemplate.For(FailureCategory.ScopeCreep).Text;

        Score(template + string.Concat(Enumerable.Repeat(" and so on", 400)), FailureCategory.ScopeCreep)
            .Should().BeLessThan(Score(template, FailureCategory.ScopeCreep) - 0.1);
    }

    private static double Score(string template, FailureCategory category) => RecoveryTextMetric.Of(
        new RecoveryTemplate(template, "x"), category, category == FailureCategory.InfiniteRetry ? Retry : Plain).Value;
}
