using FsCheck;
using FsCheck.Fluent;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Training.Comparisons;

namespace LwCoder.Tests.Training.Comparisons;

public sealed class PairedResultTests
{
    private static readonly Gen<double> Score = Gen.Choose(0, 100).Select(percent => percent / 100.0);

    private static readonly Gen<double[]> Attempts =
        from count in Gen.Choose(1, 3) from scores in Score.ArrayOf(count) select scores;

    private static readonly Gen<PairedScores[]> Plans =
        from count in Gen.Choose(5, 9)
        from plans in (from active in Attempts from candidate in Attempts select new PairedScores(active, candidate))
            .ArrayOf(count)
        select plans;

    [Fact]
    public void The_same_scores_and_seed_give_the_same_answer() =>
        Hold(plans => PairedResult.Of(plans, 7) == PairedResult.Of(plans, 7));

    [Fact]
    public void The_difference_lies_in_its_interval() => Hold(plans =>
        PairedResult.Of(plans, 0) is { Interval: { } interval, Difference: { } difference }
        && interval.Low <= difference + 1e-9 && difference <= interval.High + 1e-9);

    [Fact]
    public void How_hard_a_plan_is_for_both_does_not_matter()
    {
        var harder = from plans in Plans
                     from offsets in Gen.Choose(-50, 50).ArrayOf(plans.Length)
                     select (plans, moved: plans.Select((plan, index) => new PairedScores(
                         [.. plan.Baseline.Select(score => score + offsets[index])],
                         [.. plan.Candidate.Select(score => score + offsets[index])])).ToArray());

        Prop.ForAll(harder.ToArbitrary(), both =>
        {
            var (before, after) = (PairedResult.Of(both.plans, 0), PairedResult.Of(both.moved, 0));
            return Near(before.Difference, after.Difference) && Near(before.Interval!.Value.Low, after.Interval!.Value.Low)
                && Near(before.NoiseFloor, after.NoiseFloor);
        }).ShouldHold(30);
    }

    [Fact]
    public void Noise_is_what_the_active_prompts_alone_do() => Hold(plans => Near(
        PairedResult.Of(plans, 0).NoiseFloor,
        PairedResult.Of(plans.Select(plan => plan with { Candidate = [.. plan.Candidate.Select(_ => 1.0)] }), 0).NoiseFloor));

    [Fact]
    public void A_verdict_is_never_given_within_the_noise_or_across_zero() => Hold(plans => PairedResult.Of(plans, 0) switch
    {
        { Verdict: ComparisonVerdict.Won } won => won.Interval!.Value.Low > 0 && won.Difference > won.NoiseFloor,
        { Verdict: ComparisonVerdict.Lost } lost => lost.Interval!.Value.High < 0 && -lost.Difference > lost.NoiseFloor,
        _ => true,
    });

    [Fact]
    public void The_interval_holds_the_true_difference_about_as_often_as_it_says()
    {
        var random = new Random(1);
        var held = Enumerable.Range(0, 400).Count(_ =>
        {
            var plans = Enumerable.Range(0, random.Next(5, 12)).Select(_ => Normal(random, 0.1, 0.2)).ToList();
            var interval = Bootstrap.OfMean(plans, seed: 3);
            return interval.Low <= 0.1 && 0.1 <= interval.High;
        });

        held.Should().BeInRange(368, 396, "that is 92 to 99 of 100");
    }

    [Fact]
    public void The_noise_floor_is_that_of_the_normal_distribution_where_noise_is_normal()
    {
        var random = new Random(2);
        var plans = Enumerable.Range(0, 200)
            .Select(_ => new PairedScores([Normal(random, 0, 0.1), Normal(random, 0, 0.1)], [0, 0])).ToList();

        Bootstrap.NoiseFloor(plans, 0).Should().BeApproximately(1.96 * 0.1 * Math.Sqrt((0.5 + 0.5) / plans.Count), 0.003);
    }

    [Fact]
    public void The_active_prompts_hardly_ever_win_or_lose_against_themselves() => Verdicts(better: 0, noise: 0.15)
        .Count(verdict => verdict != ComparisonVerdict.Inconclusive).Should().BeLessThanOrEqualTo(5, "of 100");

    [Fact]
    public void Better_prompts_win_and_worse_ones_lose_where_noise_is_small()
    {
        Verdicts(better: 0.3, noise: 0.1).Count(verdict => verdict == ComparisonVerdict.Won).Should().BeGreaterThan(95);
        Verdicts(better: -0.3, noise: 0.1).Count(verdict => verdict == ComparisonVerdict.Lost).Should().BeGreaterThan(95);
    }

    [Fact]
    public void Without_any_noise_equal_scores_are_inconclusive_and_others_are_not()
    {
        Of([0.5, 0.5], [0.5, 0.5]).Verdict.Should().Be(ComparisonVerdict.Inconclusive);
        Of([0.5, 0.5], [0.75, 0.75]).Should().BeEquivalentTo(
            new { Verdict = ComparisonVerdict.Won, Difference = 0.25, NoiseFloor = 0.0, Reason = "better by 0.250 on 5 plans" });
        Of([0.5, 0.5], [0.25]).Verdict.Should().Be(ComparisonVerdict.Lost);

        static PairedResult Of(double[] active, double[] candidate) =>
            PairedResult.Of(Enumerable.Repeat(new PairedScores(active, candidate), 5), 0);
    }

    [Theory]
    [InlineData(0, "no plan has scores of both")]
    [InlineData(1, "1 plan has scores of both; it takes 5")]
    [InlineData(4, "4 plans have scores of both; it takes 5")]
    public void Few_plans_are_inconclusive_whatever_they_say(int count, string reason)
    {
        var plans = Enumerable.Repeat(new PairedScores([0, 0], [1, 1]), count)
            .Append(new PairedScores([0, 0], [])).Append(new PairedScores([], [1]));

        PairedResult.Of(plans, 0).Should().BeEquivalentTo(new { Verdict = ComparisonVerdict.Inconclusive, Reason = reason });
    }

    [Fact]
    public void Without_a_second_attempt_of_the_active_prompts_there_is_no_verdict() =>
        PairedResult.Of(Enumerable.Repeat(new PairedScores([0], [1, 1]), 9), 0).Should().BeEquivalentTo(
            new { Verdict = ComparisonVerdict.Inconclusive, NoiseFloor = (double?)null });

    private static List<ComparisonVerdict> Verdicts(double better, double noise)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, 100).Select(_ => PairedResult.Of(
            Enumerable.Range(0, 8).Select(_ => random.NextDouble()).Select(plan => new PairedScores(
                [Normal(random, plan, noise), Normal(random, plan, noise)],
                [Normal(random, plan + better, noise), Normal(random, plan + better, noise)])), 0).Verdict)];
    }

    private static double Normal(Random random, double mean, double deviation) => mean
        + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static bool Near(double? left, double? right) =>
        left == right || (left is { } one && right is { } other && Math.Abs(one - other) < 1e-9);

    private static void Hold(Func<PairedScores[], bool> holds) =>
        Prop.ForAll(Plans.ToArbitrary(), holds).ShouldHold(30);
}
