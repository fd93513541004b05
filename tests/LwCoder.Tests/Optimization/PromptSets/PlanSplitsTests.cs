using System.Text;
using LwCoder.Optimization.PromptSets;
using LwCoder.Training.Replays;

namespace LwCoder.Tests.Optimization.PromptSets;

public sealed class PlanSplitsTests
{
    [Theory]
    [InlineData(6, 2, 2, 2)]
    [InlineData(8, 3, 3, 2)]
    [InlineData(9, 2, 2, 5)]
    [InlineData(12, 4, 3, 5)]
    [InlineData(20, 8, 7, 5)]
    [InlineData(40, 15, 15, 10)]
    public void From_nine_plans_on_enough_are_held_out_for_a_verdict(int plans, int train, int dev, int test)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var split = PlanSplits.Of(Plans(plans), seed, text => text);

            new[] { split.Train.Count, split.Dev.Count, split.Test.Count }.Should().Equal(train, dev, test);
            split.Train.Concat(split.Dev).Concat(split.Test).Select(plan => plan.Id).Should().OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public void Secrets_of_plans_are_not_shown() =>
        PlanSplits.Of(Plans(6), 0, _ => "***").Train.Should().OnlyContain(plan => plan.Inputs.String("plan") == "***");

    [Fact]
    public void Five_plans_are_too_few() =>
        FluentActions.Invoking(() => PlanSplits.Of(Plans(5), 0, text => text)).Should().Throw<UserError>()
            .WithMessage("5 past plans can be replayed, and 6 are needed");

    private static List<PastPlan> Plans(int count) =>
    [
        .. Enumerable.Range(1, count)
            .Select(number => new PastPlan($"plan-{number}", "ba5e", Encoding.UTF8.GetBytes($"Plan {number}."))),
    ];
}
