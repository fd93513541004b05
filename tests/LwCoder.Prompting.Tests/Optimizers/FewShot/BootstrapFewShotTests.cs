using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.FewShot;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Optimizers.FewShot;

public sealed class BootstrapFewShotTests
{
    private static readonly string[] Words = ["alpha", "beta", "gamma", "delta", "eps", "zeta"];

    private static readonly DataSplit Data = new(
        RuleTask.Examples(Words), RuleTask.Examples(Words.Select(word => word + "2")),
        RuleTask.Examples(Words.Select(word => word + "3")));

    [Fact]
    public async Task Demos_come_from_runs_that_went_well()
    {
        // The text knows alpha and beta; only runs on those succeed, so only those become demos.
        var task = new RuleTask("alpha beta");

        var report = await new Optimization(task, Data, new BootstrapFewShot(new() { MaxLabeled = 0 }, candidateSets: 4), new()
            { MaxMetricCalls = 200 }).RunAsync();

        report.Outcome.StoppedBy.Should().BeNull();
        report.IsChanged.Should().BeFalse("a demo of what is right already gains nothing");
        report.Outcome.Candidates.Should().BeGreaterThan(1);
    }

    [Fact]
    public async Task Labelled_demos_help_and_the_report_shows_them()
    {
        var report = await new Optimization(new RuleTask(), Data, new LabeledFewShot(4), new()).RunAsync();

        report.Outcome.BaselineScore.Should().Be(0);
        report.Outcome.BestScore.Should().BeApproximately(4.0 / 6, 1e-9);
        report.Best["rules"].Demos.Should().HaveCount(4).And.OnlyHaveUniqueItems();
        report.ToMarkdown().Should().Contain("### Example 4");
    }

    [Fact]
    public async Task An_example_is_no_demo_for_itself()
    {
        // A run is right only with its own word among the demos: if none may see itself, nothing can be bootstrapped.
        var demos = new DemoSettings { MaxBootstrapped = 6, MaxLabeled = 6 };
        var task = new RuleTask();

        var report = await new Optimization(task, Data, new BootstrapFewShot(demos, candidateSets: 0), new()).RunAsync();

        report.Best["rules"].Demos.Should().OnlyContain(demo => demo.Outputs.String("answer") == "yes" && demo.Id != null)
            .And.HaveCount(6, "with nothing bootstrapped, labels fill the set");
    }

    [Fact]
    public async Task Random_search_beats_one_set_and_ends_at_its_score()
    {
        var demos = new DemoSettings { MaxBootstrapped = 1, MaxLabeled = 4 };
        var search = new BootstrapFewShot(demos, candidateSets: 8, stopAtScore: 0.6);

        var report = await new Optimization(new RuleTask(), Data, search, new()).RunAsync();

        report.Outcome.BestScore.Should().BeGreaterThanOrEqualTo(0.6);
        report.Outcome.Candidates.Should().BeLessThan(10);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_result_and_another_another()
    {
        async Task<string> Best(int seed) => (await new Optimization(
            new RuleTask(), Data, new LabeledFewShot(3), new() { Seed = seed }).RunAsync()).Best.Fingerprint;

        (await Best(1)).Should().Be(await Best(1)).And.NotBe(await Best(2));
    }

    [Theory]
    [InlineData(17, 0)]
    [InlineData(40, 1)]
    public void The_forecast_counts_sets_that_fit(int calls, int sets) => new BootstrapFewShot(new() { MaxBootstrapped = 4 }, 0)
        .Plan(new RuleTask(), Data, calls).Proposals.Should().Be(sets);
}
