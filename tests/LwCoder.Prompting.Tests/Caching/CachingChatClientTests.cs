using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Caching;

public sealed class CachingChatClientTests : IDisposable
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello")];

    private readonly TempFolder _folder = new();

    private PromptCache Cache => new(_folder.File("cache"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_second_call_is_a_hit_that_used_nothing()
    {
        var model = new StubClient("Hi");

        var first = await model.WithCache(Cache).GetResponseAsync(Hello);
        var second = await model.WithCache(Cache).GetResponseAsync(Hello);

        (first.IsCacheHit(), second.IsCacheHit()).Should().Be((false, true));
        second.Text.Should().Be("Hi");
        second.FinishReason.Should().Be(ChatFinishReason.Stop);
        Usage.Of(first).Cost.Should().Be(0.01m);
        Usage.Of(second).Should().Be(new Usage { CacheHits = 1 });
        model.Calls.Should().Be(1);
    }

    [Fact]
    public async Task Whatever_decides_an_answer_is_part_of_its_key()
    {
        using var schema = JsonDocument.Parse("{}");
        var variants = new List<ChatOptions?>
        {
            null,
            new() { ModelId = "other" },
            new() { Temperature = 0.5f },
            new() { TopP = 0.5f },
            new() { MaxOutputTokens = 5 },
            new() { Seed = 1 },
            new() { StopSequences = ["x"] },
            new() { Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High } },
            new() { ResponseFormat = ChatResponseFormat.Json },
            new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement) },
            new() { Tools = [AIFunctionFactory.CreateDeclaration("bash", "", schema.RootElement)] },
            new() { Instructions = "Be brief" },
            new ChatOptions().WithRolloutId(1),
            new ChatOptions().WithRolloutId(2),
        };
        var model = new StubClient("Hi");
        var client = model.WithCache(Cache);

        foreach (var variant in variants)
        {
            (await client.GetResponseAsync(Hello, variant)).IsCacheHit().Should().BeFalse();
        }
        foreach (var other in new ChatMessage[] { new(ChatRole.User, "Hello!"), new(ChatRole.System, "Hello") })
        {
            (await client.GetResponseAsync([other])).IsCacheHit().Should().BeFalse();
        }

        model.Calls.Should().Be(variants.Count + 2);
        (await client.GetResponseAsync(Hello, new ChatOptions().WithSignature("named"))).IsCacheHit()
            .Should().BeTrue("a signature's name decides nothing");
    }

    [Fact]
    public async Task The_endpoint_and_the_clients_own_defaults_are_part_of_the_key()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("Hi"));
        await using var elsewhere = await ModelServer.AnsweringAsync(200, Answers.Completion("Hi"));
        var hits = new List<bool>();
        foreach (var inner in new[]
        {
            server.Client(), elsewhere.Client(), server.Client(options => options with { Temperature = 1 }),
            server.Client(options => options with { Model = "b" }),
                server.Client(options => options with { ReasoningEffort = ReasoningEffort.Low }),
            server.Client(options => options with { ApiKey = "another key", AppName = "another app" }),
        })
        {
            using var client = inner.WithCache(Cache);
            hits.Add((await client.GetResponseAsync(Hello)).IsCacheHit());
        }

        hits.Should().Equal(false, false, false, false, false, true);
    }

    [Fact]
    public async Task An_entry_shows_what_was_asked_and_never_the_key()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("Hi"));
        using var client = server.Client().WithCache(Cache);
        await client.GetResponseAsync([new(ChatRole.User, "Grüße, <world>")]);

        var file = await File.ReadAllBytesAsync(Cache.Enumerate().Single().Path);
        using var brotli = new BrotliStream(
            new MemoryStream(file[(Array.IndexOf(file, (byte)'\n') + 1)..]), CompressionMode.Decompress);
        var text = await new StreamReader(brotli, Encoding.UTF8).ReadToEndAsync();

        text.Should().Contain("Grüße, <world>").And.Contain("test/model").And.Contain("\"Hi\"").And.NotContain("sk-test-key");
    }

    [Fact]
    public async Task Tool_calls_are_kept()
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant,
            [new FunctionCallContent("c1", "bash", new Dictionary<string, object?> { ["command"] = "ls" })]));
        var client = new StubClient(_ => response).WithCache(Cache);
        await client.GetResponseAsync(Hello);

        var again = await client.GetResponseAsync(Hello);

        again.IsCacheHit().Should().BeTrue();
        again.Messages[0].Contents.OfType<FunctionCallContent>().Single().Arguments!["command"]!.ToString().Should().Be("ls");
    }

    [Fact]
    public async Task An_answer_cut_off_at_the_limit_is_not_kept()
    {
        var model = new StubClient(
            _ => new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hal")) { FinishReason = ChatFinishReason.Length });
        var client = model.WithCache(Cache);

        await client.GetResponseAsync(Hello);
        (await client.GetResponseAsync(Hello)).IsCacheHit().Should().BeFalse();
    }

    [Fact]
    public async Task A_stream_is_kept_and_played_back()
    {
        var model = new StubClient("Hi");
        var client = model.WithCache(Cache);

        await client.GetStreamingResponseAsync(Hello).ToChatResponseAsync();
        var again = await client.GetStreamingResponseAsync(Hello).ToChatResponseAsync();

        (again.Text, again.IsCacheHit(), model.Calls).Should().Be(("Hi", true, 1));
        (await client.GetResponseAsync(Hello)).IsCacheHit().Should().BeTrue();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"response":7}""")]
    [InlineData("""{"response":null}""")]
    public async Task An_intact_entry_that_holds_no_response_is_replaced(string payload)
    {
        var model = new StubClient("Hi");
        await model.WithCache(Cache).GetResponseAsync(Hello);
        Cache.Put(Cache.Enumerate().Single().Key, Encoding.UTF8.GetBytes(payload));

        var response = await model.WithCache(Cache).GetResponseAsync(Hello);

        (response.Text, response.IsCacheHit()).Should().Be(("Hi", false));
        (await model.WithCache(Cache).GetResponseAsync(Hello)).IsCacheHit().Should().BeTrue();
    }

    [Fact]
    public async Task Equal_calls_at_once_ask_once()
    {
        var model = new StubClient("Hi") { Delay = TimeSpan.FromMilliseconds(50) };
        var client = model.WithCache(Cache);

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetResponseAsync(Hello)));

        model.Calls.Should().Be(1);
        responses.Count(response => response.IsCacheHit()).Should().Be(19);
    }
}
