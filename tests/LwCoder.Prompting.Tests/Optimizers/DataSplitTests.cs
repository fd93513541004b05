using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Optimizers;

public sealed class DataSplitTests
{
    private static readonly IReadOnlyList<Example> Sixty =
        RuleTask.Examples(Enumerable.Range(0, 60).Select(number => $"group{number / 3}"));

    [Fact]
    public void A_group_is_never_in_two_parts_and_nothing_is_lost()
    {
        var split = DataSplit.ByGroup(Sixty, Group, seed: 1);

        split.Train.Select(Group).Should().NotIntersectWith(split.Dev.Select(Group));
        split.Train.Concat(split.Dev).Select(Group).Should().NotIntersectWith(split.Test.Select(Group));
        split.Train.Concat(split.Dev).Concat(split.Test).Should().BeEquivalentTo(Sixty);
        (split.Train.Count, split.Dev.Count, split.Test.Count).Should().Be((30, 15, 15));
    }

    [Fact]
    public void The_split_depends_on_the_seed_and_not_on_the_order_of_the_examples()
    {
        static IEnumerable<string?> Ids(IReadOnlyList<Example> examples) => examples.Select(example => example.Id).Order();
        var split = DataSplit.ByGroup(Sixty, Group, seed: 1);

        Ids(DataSplit.ByGroup([.. Sixty.Reverse()], Group, seed: 1).Test).Should().Equal(Ids(split.Test));
        Ids(DataSplit.ByGroup(Sixty, Group, seed: 2).Test).Should().NotEqual(Ids(split.Test));
    }

    [Fact]
    public void Three_groups_fill_three_parts()
    {
        var split = DataSplit.ByGroup(RuleTask.Examples("a", "b", "c"), Group, seed: 7);

        new[] { split.Train.Count, split.Dev.Count, split.Test.Count }.Should().Equal(1, 1, 1);
    }

    [Fact]
    public void A_part_without_a_share_stays_empty() =>
        DataSplit.ByGroup(Sixty, Group, seed: 1, new SplitShares(1, 1, 0)).Test.Should().BeEmpty();

    private static string Group(Example example) => example.Inputs.String("word");
}
