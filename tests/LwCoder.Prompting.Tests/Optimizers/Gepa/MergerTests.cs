using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Prompting.Tests.Optimizers.Gepa;

public sealed class MergerTests
{
    private static readonly IReadOnlyList<int>[] Siblings = [[], [0], [0]];

    [Fact]
    public void What_two_lines_changed_apart_is_joined()
    {
        var plan = Find(Family([0.1, 0.6, 0.7], "AA", "BA", "AC"));

        plan!.Candidate.Components.Select(part => part.Text).Should().Equal("B", "C");
        (plan.First, plan.Second, plan.Ancestor).Should().Be((1, 2, 0));
    }

    [Fact]
    public void Of_two_changes_to_the_same_component_the_better_candidates_is_taken() =>
        Find(Family([0.1, 0.6, 0.7], "AA", "BA", "CD"))!.Candidate["p"].Text.Should().Be("C");

    [Fact]
    public void The_same_merge_is_not_made_twice()
    {
        var (merger, family) = (new Merger(new MersenneTwister(0)), Family([0.1, 0.6, 0.7], "AA", "BA", "AC"));

        merger.Find([1, 2], family, (_, _) => true).Should().NotBeNull();
        merger.Find([1, 2], family, (_, _) => true).Should().BeNull();
    }

    [Fact]
    public void Too_few_common_examples_prevent_a_merge_and_are_not_remembered()
    {
        var (merger, family) = (new Merger(new MersenneTwister(0)), Family([0.1, 0.6, 0.7], "AA", "BA", "AC"));

        merger.Find([1, 2], family, (_, _) => false).Should().BeNull();
        merger.Built.Should().BeEmpty();
    }

    [Fact]
    public void An_ancestor_better_than_a_descendant_is_no_way_to_merge() =>
        Find(Family([0.65, 0.6, 0.7], "AA", "BA", "AC")).Should().BeNull();

    [Fact]
    public void An_ancestor_never_pairs_with_its_descendant() =>
        new Merger(new MersenneTwister(0)).FindPair([0, 1], Family([0.1, 0.6, 0.7], "AA", "BA", "AC")).Should().BeNull();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Ancestors_whose_scores_are_no_weights_are_alike(double score) =>
        Find(Family([score, 0.6, 0.7], "AA", "BA", "AC")).Should().NotBeNull();

    [Fact]
    public void A_subsample_has_examples_of_every_kind()
    {
        var first = Enumerable.Range(0, 12).ToDictionary(example => example, example => example < 4 ? 1.0 : 0.0);
        var second = Enumerable.Range(0, 12).ToDictionary(example => example, example => example is >= 4 and < 8 ? 1.0 : 0.0);

        var drawn = MergeSubsample.Draw(first, second, 5, new MersenneTwister(0));

        drawn.Should().Equal(3, 1, 4, 5, 11);
    }

    [Fact]
    public void Fewer_common_examples_than_wanted_come_more_than_once() =>
        MergeSubsample.Draw(new Dictionary<int, double> { [0] = 1, [1] = 0, [9] = 1 },
            new Dictionary<int, double> { [0] = 0, [1] = 1, [8] = 1 }, 5, new MersenneTwister(2)).Should().Equal(0, 1, 0, 1, 1);

    private static MergePlan? Find(Family family) => new Merger(new MersenneTwister(0)).Find([1, 2], family, (_, _) => true);

    private static Family Family(double[] scores, params string[] texts) => new(
        [.. texts.Select(text => new Candidate([new Component("p", text[..1]), new Component("q", text[1..])]))],
        Siblings, scores);
}
