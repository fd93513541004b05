using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Optimizers.Gepa;

public sealed class GepaSearchTests
{
    private static readonly Dictionary<string, double[]> Train = new()
    {
        ["v0"] = [0, 0], ["v1"] = [1, 0], ["v2"] = [1, 0], ["v3"] = [1, 1],
    };

    private static readonly Dictionary<string, double[]> Dev = new()
    {
        ["v0"] = [0, 0, 1], ["v1"] = [1, 0, 1], ["v2"] = [0, 0, 0], ["v3"] = [1, 1, 1],
    };

    private readonly List<GepaEvent> _events = [];

    [Fact]
    public async Task Every_run_is_paid_and_a_rejected_child_never_sees_the_dev_examples()
    {
        var (search, host) = await RunAsync(Published(11), "v1", "v2");

        host.Paid.Should().Be(14, "3 for the baseline, 2 and 2 and 3 for the accepted child, 2 and 2 for the rejected one");
        search.Pool.Members.Select(member => member.Candidate["p"].Text).Should().Equal("v0", "v1");
        search.Pool.Means.Should().Equal(1 / 3.0, 2 / 3.0);
        _events.OfType<GepaEvent.BudgetUpdated>().Select(spent => spent.MetricCalls).Should().Equal(5, 7, 10, 12, 14);
    }

    [Fact]
    public async Task Equal_sums_are_refused_unless_they_are_asked_for()
    {
        var strict = await RunAsync(Published(6), "v0", "v0");
        var lenient = await RunAsync(Published(6) with { Acceptance = Acceptance.ImprovementOrEqual }, "v0", "v0");

        strict.Search.Pool.Members.Should().ContainSingle();
        lenient.Search.Pool.Members.Should().HaveCount(2);
    }

    [Fact]
    public async Task No_new_text_costs_the_parents_run_only()
    {
        var (_, host) = await RunAsync(Published(7));

        host.Paid.Should().Be(7);
        _events.OfType<GepaEvent.Proposed>().Should().BeEmpty();
    }

    [Fact]
    public async Task A_minibatch_without_a_mistake_is_passed_over()
    {
        await RunFromAsync("v3", Published(9));

        _events.OfType<GepaEvent.Skipped>().Should().NotBeEmpty()
            .And.OnlyContain(skipped => skipped.Reason == "all_scores_perfect");
        _events.OfType<GepaEvent.ProposalStarted>().Should().BeEmpty();
    }

    [Fact]
    public async Task An_accepted_child_is_built_upon_before_it_is_validated()
    {
        var options = new GepaOptions { Minibatch = 2, Persistence = 2, StopConditions = [StopCondition.Iterations(3)] };

        var (search, host) = await RunAsync(options, "v1", "v3");

        search.Pool.Members.Select(member => member.Candidate["p"].Text).Should().Equal(["v0", "v3"], "v1 was only a step to v3");
        search.Pool.Members[1].Parents.Should().Equal(0);
        _events.OfType<GepaEvent.Advanced>().Should().HaveCount(2);
        host.Paid.Should().Be(3 + 4 + 4 + 2 + 3, "two changes, a perfect minibatch, one validation");
    }

    [Fact]
    public async Task What_waits_for_validation_gets_it_when_the_search_ends()
    {
        var options = new GepaOptions { Minibatch = 2, Persistence = 5, StopConditions = [StopCondition.Iterations(1)] };

        var (search, _) = await RunAsync(options, "v1");

        search.Pool.Means.Should().Equal(1 / 3.0, 2 / 3.0);
    }

    [Fact]
    public async Task What_waits_for_validation_gets_it_while_the_budget_holds_it()
    {
        var host = new TableHost(Train, Dev, "v1", "v2", "v2") { Budget = 3 + 4 + 4 + 3 };

        var search = await RunAsync(host, new GepaOptions { Minibatch = 2, Persistence = 5 });

        search.Pool.Members.Should().HaveCount(2);
        host.Paid.Should().Be(host.Budget, "what cannot be validated is not begun");
        _events.OfType<GepaEvent.Ended>().Single().StoppedBy.Should().Contain("does not hold");
    }

    [Fact]
    public async Task A_text_that_was_proposed_before_is_not_paid_again()
    {
        var options = new GepaOptions { Minibatch = 2, Persistence = 0, StopConditions = [StopCondition.Iterations(3)] };

        var (_, host) = await RunAsync(options, "v2", "v0", "v2");

        host.Paid.Should().Be(3 + 2 + 2 + 3 + 2 + 2, "the second child is the baseline, the third the first");
        _events.OfType<GepaEvent.Skipped>().Select(skipped => skipped.Reason).Should().Equal("known_text", "known_text");
    }

    [Fact]
    public async Task Three_epochs_without_a_new_run_end_a_search()
    {
        var free = new FreeHost(new TableHost(Train, Dev));

        var search = new GepaSearch(Text("v3"), free, new GepaOptions { Minibatch = 2 }, 0);

        (await search.RunAsync(CancellationToken.None)).Should().Contain("nothing left to learn");
    }

    [Fact]
    public async Task A_merge_is_made_in_the_iteration_after_an_acceptance()
    {
        Dictionary<string, double[]> train = new()
        {
            ["a0|b0"] = [0, 0], ["a1|b0"] = [1, 0], ["a0|b1"] = [0, 1], ["a1|b1"] = [1, 1],
        };
        Dictionary<string, double[]> dev = new()
        {
            ["a0|b0"] = [0, 0, 0, 0, 0, 0], ["a1|b0"] = [1, 1, 0, 0, 0, -2], ["a0|b1"] = [0, 0, 1, 1, 0, -2],
            ["a1|b1"] = [1, 1, 1, 1, 1, 1],
        };
        var host = new TableHost(train, dev, "a1", "b1");
        var options = Published(27) with { MaxMerges = 5, Parents = ParentSelection.CurrentBest };
        var seed = new Candidate([new Component("a", "a0"), new Component("b", "b0")]);

        var search = new GepaSearch(seed, host, options with { OnEvent = _events.Add }, 0);
        await search.RunAsync(CancellationToken.None);

        search.Pool.Means[0].Should().Be(0, "which is no weight to draw an ancestor by");
        search.Pool.Members[^1].Candidate.Components.Select(part => part.Text).Should().Equal("a1", "b1");
        search.Pool.Members[^1].Parents.Should().Equal(1, 2);
        _events.OfType<GepaEvent.MergeAccepted>().Should().ContainSingle();
    }

    [Fact]
    public async Task Several_proposals_are_judged_once_each_and_the_best_goes_on()
    {
        var options = Published(8) with
        {
            Sampling = new ProposalSampling(Parents: 1, Batches: 3), Selection = ProposalSelection.Best,
        };

        var (search, _) = await RunAsync(options, "v1", "v3", "v2");

        search.Pool.Members.Select(member => member.Candidate["p"].Text).Should().Equal("v0", "v3");
        _events.OfType<GepaEvent.Rejected>().Should().HaveCount(2);
        _events.OfType<GepaEvent.Evaluated>().Count(found => found.Candidate is null).Should().Be(3);
    }

    [Fact]
    public async Task An_error_is_told_and_ends_the_search()
    {
        await FluentActions.Awaiting(() => RunAsync(Published(20), "not in the tables"))
            .Should().ThrowAsync<KeyNotFoundException>();

        _events.OfType<GepaEvent.Failed>().Should().ContainSingle();
        _events[^1].Should().BeOfType<GepaEvent.IterationEnded>();
    }

    private async Task<(GepaSearch Search, TableHost Host)> RunAsync(GepaOptions options, params string[] proposals)
    {
        var host = new TableHost(Train, Dev, proposals);
        return (await RunAsync(host, options), host);
    }

    private async Task RunFromAsync(string baseline, GepaOptions options) =>
        await new GepaSearch(Text(baseline), new TableHost(Train, Dev), options with { OnEvent = _events.Add }, 0)
            .RunAsync(CancellationToken.None);

    private async Task<GepaSearch> RunAsync(TableHost host, GepaOptions options)
    {
        var search = new GepaSearch(Text("v0"), host, options with { OnEvent = _events.Add }, 0);
        await search.RunAsync(CancellationToken.None);
        return search;
    }

    private static GepaOptions Published(int calls) =>
        GepaOptions.AsPublished with { Minibatch = 2, StopConditions = [StopCondition.MetricCalls(calls)] };

    private static Candidate Text(string text) => new([new Component("p", text)]);

    /// <summary>A world that remembers everything: nothing costs.</summary>
    private sealed class FreeHost(IGepaHost host) : IGepaHost
    {
        public decimal ReflectionCost => 0;

        public int Count(ExampleSet set) => host.Count(set);

        public bool CanAfford(int metricCalls) => true;

        public async Task<Measurement> EvaluateAsync(
            Candidate candidate, ExampleSet set, IReadOnlyList<int> examples, CancellationToken cancel) =>
            await host.EvaluateAsync(candidate, set, examples, cancel) with { Paid = 0 };

        public Task<IReadOnlyDictionary<string, string>> ReflectAsync(ReflectionRequest request, CancellationToken cancel) =>
            host.ReflectAsync(request, cancel);

        public void Forget(Candidate candidate, ExampleSet? set = null)
        {
        }
    }
}
