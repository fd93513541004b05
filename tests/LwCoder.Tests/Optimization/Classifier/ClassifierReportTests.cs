using LwCoder.Diagnosis;
using LwCoder.Optimization.Classifier;

namespace LwCoder.Tests.Optimization.Classifier;

public sealed class ClassifierReportTests
{
    private const FailureCategory Retry = FailureCategory.InfiniteRetry;
    private const FailureCategory Creep = FailureCategory.ScopeCreep;

    [Fact]
    public void Accuracy_matrix_and_calibration_are_of_the_rows()
    {
        var report =
            new ClassifierReport([new(Retry, Retry, 0.9), new(Retry, Retry, 0.9), new(Retry, Creep, 0.9), new(Creep, null, 0)]);

        report.Accuracy.Should().Be(0.5);
        report.CalibrationError.Should().BeApproximately(0.9 - (2.0 / 3), 1e-9);
        report.Matrix()[1].Should().Equal("infinite_retry", "·", "2", "1", "·", "·", "·");
        report.Matrix()[2].Should().Equal("scope_creep", "·", "·", "·", "·", "·", "1");
    }

    [Fact]
    public void Without_rows_nothing_is_known_and_nothing_published()
    {
        var empty = new ClassifierReport([]);

        (empty.Accuracy, empty.CalibrationError).Should().Be((null, null));
        new ClassifierTrial(empty, empty).MayPublish.Should().BeFalse();
    }

    [Theory]
    [InlineData(Retry, Creep, true)]
    [InlineData(Retry, Retry, true)]
    [InlineData(Creep, Retry, false)]
    internal void Only_what_is_at_least_as_often_right_as_the_rules_is_published(
        FailureCategory compiled, FailureCategory rules, bool published) => new ClassifierTrial(
            new([new(Retry, compiled, 1)]), new([new(Retry, rules, 1)])).MayPublish.Should().Be(published);
}
