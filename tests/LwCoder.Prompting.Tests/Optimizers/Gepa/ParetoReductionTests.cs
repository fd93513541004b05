using FsCheck;
using FsCheck.Fluent;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Optimizers.Gepa;

public sealed class ParetoReductionTests
{
    [Fact]
    public void Of_candidates_that_tie_everywhere_the_best_stays() =>
        ParetoReduction.Survivors(Fronts([0, 1, 2], [0, 1, 2]), [0.1, 0.9, 0.5]).Should().Equal(1);

    [Fact]
    public void Of_equals_the_last_stays() =>
        ParetoReduction.Survivors(Fronts([0, 1, 2], [0, 1, 2]), [0.5, 0.5, 0.5]).Should().Equal(2);

    [Fact]
    public void A_weak_candidate_that_leads_alone_somewhere_stays() =>
        ParetoReduction.Survivors(Fronts([0], [1, 2], [1, 2]), [0.01, 0.9, 0.8]).Should().Equal(0, 1);

    [Fact]
    public void A_candidate_is_listed_as_often_as_it_leads() =>
        ParetoReduction.SamplingList(Fronts([0], [0], [0], [1]), [0.7, 0.2]).Should().Equal(0, 0, 0, 1);

    [Fact]
    public void Every_key_keeps_a_leader_and_nobody_left_could_go()
    {
        var fronts = Gen.Choose(1, 255).NonEmptyListOf().Select(masks => Fronts([.. masks.Select(
            mask => Enumerable.Range(0, 8).Where(bit => (mask & (1 << bit)) != 0).ToArray())]));
        var scores = Gen.Choose(0, 4).ArrayOf(8).Select(all => all.Select(score => score / 4.0).ToArray());

        Prop.ForAll(Gen.Zip(fronts, scores).ToArbitrary(), drawn =>
        {
            var reduced = ParetoReduction.Reduce(drawn.Item1, drawn.Item2);
            var left = reduced.Values.SelectMany(front => front).Distinct();
            return reduced.Values.All(front => front.Count > 0)
                && left.All(candidate => reduced.Values.Any(front => front.SequenceEqual([candidate])));
        }).ShouldHold();
    }

    private static OrderedDictionary<int, IReadOnlyList<int>> Fronts(params int[][] members) => new(members.Select(
        (front, key) => KeyValuePair.Create(key, (IReadOnlyList<int>)front)));
}
