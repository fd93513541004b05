using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Rules;
using LwCoder.Optimization.Examples;
using LwCoder.Optimization.Quality;
using LwCoder.Tests.Optimization.Examples;

namespace LwCoder.Tests.Optimization.Quality;

public sealed class QualityMetricsTests
{
    private static readonly SessionExample Session = Of(OutcomeRulesTests.Good, Outcome.Success);

    [Theory]
    [InlineData("punch_card_pass_rate", 1)]
    [InlineData("cost_efficiency", 0.875)]
    [InlineData("task_completion_rate", 1)]
    [InlineData("fitter_recovery_success_rate", 0.5)]
    [InlineData("tool_adherence_score", 0.9)]
    [InlineData("weighted_quality_score", 0.855)]
    public void Each_is_a_number_with_a_reason(string name, double value)
    {
        var score = QualityMetrics.All.Single(metric => metric.Name == name).Of(Session);

        score.Value.Should().BeApproximately(value, 1e-9);
        score.Why.Should().NotBeNullOrWhiteSpace();
    }

    [Fact]
    public void A_session_that_recovered_is_told_from_one_that_did_not()
    {
        QualityMetrics.FitterRecoverySuccessRate.Of(Session with { Recovers = "k" }).Value.Should().Be(1);
        QualityMetrics.FitterRecoverySuccessRate.Of(Session with { Recovers = "k", Outcome = Outcome.Partial }).Value
            .Should().Be(0);
    }

    [Fact]
    public void Values_stay_between_0_and_1()
    {
        QualityMetrics.CostEfficiency.Of(Of(OutcomeRulesTests.Good with { CostUsd = 80 }, Outcome.Failure)).Value.Should().Be(0);
        QualityMetrics.ToolAdherenceScore.Of(Of(OutcomeRulesTests.Good with { Calls = 0 }, Outcome.Success)).Value.Should().Be(1);
    }

    [Fact]
    public void Weights_are_by_name_and_what_is_not_named_has_none()
    {
        QualityMetrics.Weighted(new Dictionary<string, double> { ["cost_efficiency"] = 3, ["task_completion_rate"] = 1 })
            .Of(Session).Value.Should().BeApproximately(((3 * 0.875) + 1) / 4, 1e-9);
        FluentActions.Invoking(() => QualityMetrics.Weighted(new Dictionary<string, double> { ["beauty"] = 1 }))
            .Should().Throw<ArgumentException>().WithMessage("*no metric beauty*");
        FluentActions.Invoking(() => QualityMetrics.Weighted(new Dictionary<string, double> { ["cost_efficiency"] = -1 }))
            .Should().Throw<ArgumentException>();
    }

    private static SessionExample Of(SessionFacts facts, Outcome outcome) => new()
    {
        Id = "s", RootTask = "s", Facts = facts, Outcome = outcome, Reason = "because", Patterns = [], LastMessages = [],
        Finding = ModelConfusion.Fallback,
    };
}
