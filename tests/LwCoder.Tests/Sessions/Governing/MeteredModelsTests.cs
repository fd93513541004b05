using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Scripting;
using LwCoder.Runs;
using LwCoder.Sessions.Governing;
using LwCoder.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Sessions.Governing;

public sealed class MeteredModelsTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "?")];

    [Fact]
    public async Task What_is_asked_about_a_run_is_paid_from_what_the_run_has_left()
    {
        var budget = new RunBudget(new RunLimits(10, null, null, TimeSpan.FromHours(1)), TimeProvider.System);
        budget.Charge(Manifests.New(new RunId("plan", "20261121_100001")) with { Cost = 9, CostSource = "billed" }, steps: 2);
        budget.Charge(Manifests.New(new RunId("plan", "20261121_100002")) with { Cost = 99, CostSource = "imputed" }, steps: 3);
        using var judge = Open(budget, new ScriptEntry { Answer = "yes", Cost = 0.75m, Repeat = true });

        await judge.GetResponseAsync(Question);
        await judge.GetResponseAsync(Question);
        var third = () => judge.GetResponseAsync(Question);

        (await third.Should().ThrowAsync<BudgetException>())
            .WithMessage("The run's budget is used up: $10.50 of $10 (max_cost of [governor]).");
    }

    private static IChatClient Open(RunBudget budget, ScriptEntry answers) =>
        new MeteredModels(MiniScript.Models(answers), budget).Open();
}
