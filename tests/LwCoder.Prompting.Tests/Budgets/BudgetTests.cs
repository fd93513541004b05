using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Budgets;

public sealed class BudgetTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello")];

    [Fact]
    public async Task Calls_are_counted_exactly_also_in_parallel()
    {
        var model = new StubClient("Hi") { Delay = TimeSpan.FromMilliseconds(20) };
        var client = model.WithBudget(new Budget { MaxCalls = 5 });

        var calls = Enumerable.Range(0, 30).Select(_ => client.GetResponseAsync(Hello)).ToList();
        var refused = 0;
        foreach (var call in calls)
        {
            try
            {
                await call;
            }
            catch (BudgetException)
            {
                refused++;
            }
        }

        (model.Calls, refused).Should().Be((5, 25));
    }

    [Fact]
    public async Task Money_is_refused_before_it_would_be_overspent()
    {
        var model = new StubClient("Hi");
        var budget = new Budget { MaxCost = 0.035m };
        var client = model.WithBudget(budget);

        for (var number = 0; number < 3; number++)
        {
            await client.GetResponseAsync(Hello);
        }
        var error = (await FluentActions.Awaiting(() => client.GetResponseAsync(Hello)).Should()
            .ThrowAsync<BudgetException>()).Which;

        error.Message.Should().Be("The budget of $0.035 does not hold another call: $0.03 is spent, this one may cost $0.01.");
        budget.Spent.Cost.Should().Be(0.03m);
        model.Calls.Should().Be(3);
    }

    [Fact]
    public async Task Many_calls_at_once_cannot_overspend_before_the_first_price_is_known()
    {
        var model = new StubClient("Hi") { Delay = TimeSpan.FromMilliseconds(20) };
        var budget = new Budget { MaxCost = 0.045m };
        var client = model.WithBudget(budget);

        var calls = Enumerable.Range(0, 30).Select(_ => client.GetResponseAsync(Hello)).ToList();
        await Task.WhenAll(calls.Select(call => call.ContinueWith(_ => { }, TaskScheduler.Default)));

        (model.Calls, budget.Spent.Cost).Should().Be((4, 0.04m));
        calls.Count(call => call.Exception?.InnerException is BudgetException).Should().Be(26);
    }

    [Fact]
    public async Task An_answer_from_a_cache_below_tells_nothing_of_what_calls_cost()
    {
        using var folder = new TempFolder();
        var model = new StubClient("Hi") { Delay = TimeSpan.FromMilliseconds(20) };
        var cached = model.WithCache(new PromptCache(folder.Path));
        await cached.GetResponseAsync(Hello);
        var budget = new Budget { MaxCost = 0.025m };
        var client = cached.WithBudget(budget);

        await client.GetResponseAsync(Hello);
        var calls = Enumerable.Range(0, 30)
            .Select(number => client.GetResponseAsync([new(ChatRole.User, $"Hello {number}")])).ToList();
        await Task.WhenAll(calls.Select(call => call.ContinueWith(_ => { }, TaskScheduler.Default)));

        (model.Calls, budget.Spent.Cost).Should().Be((3, 0.02m));
    }

    [Fact]
    public async Task Tokens_of_the_prompt_count_before_the_call()
    {
        var model = new StubClient("Hi");
        var client = model.WithBudget(new Budget { MaxTokens = 100 });

        await client.GetResponseAsync(Hello);
        await FluentActions.Awaiting(() => client.GetResponseAsync([new(ChatRole.User, new string('x', 400))])).Should()
            .ThrowAsync<BudgetException>();

        model.Calls.Should().Be(1);
    }

    [Fact]
    public async Task A_budget_in_money_refuses_to_pretend()
    {
        var client = new StubClient(_ => new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi")))
            .WithBudget(new Budget { MaxCost = 1 });

        await client.GetResponseAsync(Hello);

        (await FluentActions.Awaiting(() => client.GetResponseAsync(Hello)).Should().ThrowAsync<BudgetException>())
            .Which.Message.Should().Contain("does not say what calls cost");
    }

    [Fact]
    public async Task Hits_of_a_cache_above_it_are_free()
    {
        using var folder = new TempFolder();
        var client = new StubClient("Hi").WithBudget(new Budget { MaxCalls = 1 }).WithCache(new PromptCache(folder.Path));

        await client.GetResponseAsync(Hello);

        (await client.GetResponseAsync(Hello)).IsCacheHit().Should().BeTrue();
    }

    [Fact]
    public async Task A_failed_call_gives_back_what_was_set_aside()
    {
        var model = new StubClient(
            number => number == 1 ? throw new ModelException(ModelErrorKind.Server, "down") : StubClient.Text("Hi"));
        var budget = new Budget { MaxCalls = 2 };
        var client = model.WithBudget(budget);

        await FluentActions.Awaiting(() => client.GetResponseAsync(Hello)).Should().ThrowAsync<ModelException>();
        await client.GetResponseAsync(Hello);

        budget.Spent.Should().Be(new Usage { Calls = 2, InputTokens = 10, OutputTokens = 5, Cost = 0.01m });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_useless_answer_that_was_billed_is_spent(bool isStream)
    {
        var model = new StubClient(_ => throw new ModelException(ModelErrorKind.Refused, "no")
        {
            Usage = new Usage { Calls = 1, OutputTokens = 9, Cost = 0.02m },
        });
        var budget = new Budget { MaxCost = 0.03m };
        var client = model.WithBudget(budget);

        await FluentActions.Awaiting(CallAsync).Should().ThrowAsync<ModelException>();
        await FluentActions.Awaiting(CallAsync).Should().ThrowAsync<BudgetException>();

        budget.Spent.Cost.Should().Be(0.02m);

        async Task CallAsync() => _ = isStream
            ? await client.GetStreamingResponseAsync(Hello).ToChatResponseAsync()
            : await client.GetResponseAsync(Hello);
    }

    [Fact]
    public async Task What_tools_returned_counts_before_the_call()
    {
        var client = new StubClient("Hi").WithBudget(new Budget { MaxTokens = 1_000 });
        ChatMessage[] conversation =
        [
            new(ChatRole.Assistant, [new FunctionCallContent(
                "1", "bash", new Dictionary<string, object?> { ["command"] = "ls" })]),
            new(ChatRole.Tool, [new FunctionResultContent("1", new string('x', 8_000))]),
        ];

        await FluentActions.Awaiting(() => client.GetResponseAsync(conversation)).Should().ThrowAsync<BudgetException>();
    }
}
