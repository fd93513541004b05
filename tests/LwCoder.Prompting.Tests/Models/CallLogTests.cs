using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Models;

public sealed class CallLogTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello")];

    [Fact]
    public async Task Answers_hits_and_failures_are_written_down()
    {
        using var folder = new TempFolder();
        var log = new CallLog();
        var model = new StubClient(
            number => number == 2 ? throw new ModelException(ModelErrorKind.Server, "down") : StubClient.Text("Hi"));
        var client = model.WithCache(new PromptCache(folder.Path)).WithLog(log);
        var named = new ChatOptions().WithSignature("greet");

        await client.GetResponseAsync(Hello, named);
        await client.GetResponseAsync(Hello, named);
        await FluentActions.Awaiting(() => client.GetResponseAsync([new(ChatRole.User, "Bye")], named)).Should()
            .ThrowAsync<ModelException>();

        log.Calls.Select(call => (call.Answer, call.IsCacheHit, call.Error)).Should().Equal(
            ("Hi", false, null), ("Hi", true, null), (null, false, "ModelException: down"));
        log.Total.Should().Be(new Usage { Calls = 1, CacheHits = 1, InputTokens = 10, OutputTokens = 5, Cost = 0.01m });
        log.ByModel.Keys.Should().Equal("stub");
        log.Format(3).Should()
            .Contain("greet stub").And.Contain("[user]\nHello").And.Contain("[answer]\nHi").And.Contain("from the cache")
            .And.Contain("[error]\nModelException: down");
    }

    [Fact]
    public async Task Conversations_are_bounded_and_sums_are_not()
    {
        var log = new CallLog(capacity: 2);
        var client = new StubClient("Hi").WithLog(log);

        for (var number = 0; number < 5; number++)
        {
            await client.GetResponseAsync(Hello);
        }

        (log.Calls.Count, log.Total.Calls).Should().Be((2, 5));
    }

    [Fact]
    public async Task A_stream_is_written_down_when_it_ends()
    {
        var log = new CallLog();

        await new StubClient("Hi").WithLog(log).GetStreamingResponseAsync(Hello).ToChatResponseAsync();

        log.Calls.Single().Answer.Should().Be("Hi");
    }

    [Fact]
    public void An_unknown_part_makes_a_sum_unknown() =>
        (new Usage { Calls = 1, Cost = 1 } + new Usage { Calls = 1, CostSource = CostSource.Unknown })
            .Should().Be(new Usage { Calls = 2, Cost = 1, CostSource = CostSource.Unknown });
}
