using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Budgets;

public sealed class AssumedPriceTests
{
    private static readonly ChatMessage[] Forty = [new(ChatRole.User, new string('x', 160))];

    private static readonly ModelPrice Price = new(1_000, 10_000);

    [Fact]
    public async Task An_answer_without_a_price_costs_its_tokens()
    {
        var used = await UsageAsync(_ => Unpriced(new UsageDetails { InputTokenCount = 100, OutputTokenCount = 7 }));

        (used.Cost, used.CostSource, used.InputTokens).Should().Be((0.17m, CostSource.Imputed, 100));
    }

    [Fact]
    public async Task Without_any_count_characters_stand_for_tokens()
    {
        var used = await UsageAsync(_ => Unpriced(null));

        (used.Cost, used.CostSource).Should().Be((0.06m, CostSource.Imputed));
    }

    [Fact]
    public async Task What_was_billed_is_believed()
    {
        var used = await UsageAsync(_ => StubClient.Text("Hi"));

        (used.Cost, used.CostSource).Should().Be((0.01m, CostSource.Billed));
    }

    [Fact]
    public async Task A_cached_answer_is_free()
    {
        using var folder = new TempFolder();
        var client = new StubClient(_ => Unpriced(null)).WithCache(new PromptCache(folder.Path)).WithAssumedPrice(_ => Price);
        await client.GetResponseAsync(Forty);

        Usage.Of(await client.GetResponseAsync(Forty)).Should().Be(new Usage { CacheHits = 1 });
    }

    [Fact]
    public async Task A_useless_answer_is_paid_for_and_a_budget_in_money_holds_and_ends()
    {
        var model = new StubClient(_ => throw new ModelException(ModelErrorKind.Refused, "no")
        {
            Usage = new Usage { Calls = 1, InputTokens = 10, OutputTokens = 2, CostSource = CostSource.Unknown },
        });
        var budget = new Budget { MaxCost = 0.05m };
        var client = model.WithAssumedPrice(_ => Price).WithBudget(budget);
        Task CallAsync() => client.GetResponseAsync(Forty);

        (await FluentActions.Awaiting(CallAsync).Should().ThrowAsync<ModelException>()).Which.Kind
            .Should().Be(ModelErrorKind.Refused);
        (await FluentActions.Awaiting(CallAsync).Should().ThrowAsync<BudgetException>())
            .Which.Message.Should().Contain("$0.03 is spent");
    }

    [Fact]
    public async Task The_price_may_depend_on_the_model_that_answered()
    {
        var client = new StubClient(_ => Unpriced(new UsageDetails { InputTokenCount = 1_000_000, OutputTokenCount = 0 }))
            .WithAssumedPrice(model => model == "stub" ? new ModelPrice(3, 0) : Price);

        Usage.Of(await client.GetResponseAsync(Forty)).Cost.Should().Be(3);
    }

    private static async Task<Usage> UsageAsync(Func<int, ChatResponse> answer) =>
        Usage.Of(await new StubClient(answer).WithAssumedPrice(_ => Price).GetResponseAsync(Forty));

    private static ChatResponse Unpriced(UsageDetails? usage) => new(new ChatMessage(ChatRole.Assistant, "12345678"))
    {
        ModelId = "stub", FinishReason = ChatFinishReason.Stop, Usage = usage,
    };
}
