using System.Text.Json;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Models;

public sealed class OpenRouterChatClientTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello")];

    [Fact]
    public async Task An_answer_comes_with_tokens_and_the_bill()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("Hi there"));
        using var client = server.Client();

        var response = await client.GetResponseAsync(Hello);

        response.Text.Should().Be("Hi there");
        response.ModelId.Should().Be("test/model-2026");
        response.FinishReason.Should().Be(ChatFinishReason.Stop);
        Usage.Of(response).Should().Be(new Usage
        {
            Calls = 1, InputTokens = 11, OutputTokens = 7, CachedInputTokens = 3, Cost = 0.00042m, CostSource = CostSource.Billed,
        });
    }

    [Fact]
    public async Task A_request_carries_everything_that_was_set()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("ok"));
        using var client = server.Client(options => options with
        {
            Temperature = 0.5f, MaxTokens = 100, ReasoningEffort = ReasoningEffort.High, AppName = "app",
                AppUrl = new Uri("https://app.test/"),
        });
        using var schema = JsonDocument.Parse("""{"type":"object"}""");

        await client.GetResponseAsync(
            [new(ChatRole.System, "Be brief"), .. Hello],
            new ChatOptions
            {
                Temperature = 0.25f,
                Seed = 7,
                ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement, "thing"),
                Tools = [AIFunctionFactory.CreateDeclaration("bash", "Runs a command", schema.RootElement)],
                ToolMode = ChatToolMode.RequireAny,
            }.WithSignature("secret_name").WithRolloutId(4));

        var received = server.Received.Single();
        received.Path.Should().Be("/v1/chat/completions");
        received.Headers["Authorization"].Should().Be("Bearer sk-test-key-0123456789");
        received.Headers["X-Title"].Should().Be("app");
        received.Headers["HTTP-Referer"].Should().Be("https://app.test/");
        received.Body.Should().Be(
            """
            {"model":"test/model","messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Hello"}],
            "temperature":0.25,"seed":7,"max_tokens":100,"reasoning":{"effort":"high"},
            "tools":[{"type":"function","function":{"name":"bash","description":"Runs a command","parameters":{"type":"object"}}}],"tool_choice":"required",
            "response_format":{"type":"json_schema","json_schema":{"name":"thing","strict":true,"schema":{"type":"object"}}},"usage":{"include":true}}
            """.Replace("\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tool_calls_come_and_go()
    {
        const string calls = """
            {"choices":[{"finish_reason":"tool_calls","message":{"content":null,"tool_calls":[
            {"id":"c1","type":"function","function":{"name":"bash","arguments":"{\"command\":\"ls\"}"}},
            {"id":"c2","type":"function","function":{"name":"bash","arguments":"{\"command\": oops"}}]}}]}
            """;
        await using var server = await ModelServer.StartAsync((context, number) =>
            context.WriteAsync(200, number == 1 ? calls : Answers.Completion("done")));
        using var client = server.Client();

        var first = await client.GetResponseAsync(Hello);
        var asked = first.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
        var results = asked.Select(AIContent (call) => new FunctionResultContent(call.CallId, "a.txt")).ToList();
        await client.GetResponseAsync([.. Hello, first.Messages[0], new ChatMessage(ChatRole.Tool, results)]);

        asked[0].Arguments!["command"]!.ToString().Should().Be("ls");
        asked[1].Exception.Should().BeAssignableTo<JsonException>();
        var sent = JsonDocument.Parse(server.Received.Last().Body).RootElement.GetProperty("messages");
        sent[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString().Should()
            .Be("""{"command":"ls"}""");
        sent[1].GetProperty("tool_calls")[1].GetProperty("function").GetProperty("arguments").GetString().Should()
            .Be("""{"command": oops""");
        sent[2].GetRawText().Should().Be("""{"role":"tool","tool_call_id":"c1","content":"a.txt"}""");
        sent[3].GetProperty("tool_call_id").GetString().Should().Be("c2");
    }

    [Fact]
    public async Task A_stream_yields_text_as_it_comes_then_tools_and_the_bill()
    {
        var events = ": OPENROUTER PROCESSING\n\n" + Answers.TextEvent("Hel") + Answers.TextEvent("lo")
            + Answers.Event("""{"tool_calls":[{"index":0,"id":"c1","function":{"name":"bash","arguments":"{\"a\""}}]}""")
            + Answers.Event("""{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}""", "tool_calls")
            + """data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"cost":0.001}}""" + "\n\ndata: [DONE]\n\n";
        await using var server = await ModelServer.AnsweringAsync(200, events, "text/event-stream");
        using var client = server.Client();

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync(Hello))
        {
            updates.Add(update);
        }

        updates.Select(update => update.Text).Take(2).Should().Equal("Hel", "lo");
        var response = updates.ToChatResponse();
        response.Text.Should().Be("Hello");
        response.Messages[0].Contents.OfType<FunctionCallContent>().Single().Arguments!["a"]!.ToString().Should().Be("1");
        Usage.Of(response).Should()
            .Be(new Usage { Calls = 1, InputTokens = 5, OutputTokens = 2, Cost = 0.001m, CostSource = CostSource.Billed });
        server.Received.Single().Body.Should().Contain("\"stream\":true");
    }

    [Theory]
    [InlineData(null, CostSource.Unknown, 0)]
    [InlineData(2.0, CostSource.Imputed, 0.000036)]
    public async Task Without_a_bill_the_cost_is_computed_or_unknown(double? price, CostSource source, double cost)
    {
        await using var server = await ModelServer.AnsweringAsync(
            200, Answers.Completion("Hi").Replace("\"cost\":0.00042,", "", StringComparison.Ordinal));
        using var client = server.Client(
            options => options with { Price = price is { } known ? new((decimal)known, (decimal)known) : null });

        var usage = Usage.Of(await client.GetResponseAsync(Hello));

        (usage.CostSource, usage.Cost).Should().Be((source, (decimal)cost));
    }

    [Fact]
    public async Task Each_provider_has_its_own_words()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("ok"));
        using var client = server.Client(options => options with
        {
            Provider = Provider.OpenAI with { BaseUrl = server.BaseUrl }, MaxTokens = 5, ReasoningEffort = ReasoningEffort.Low,
        });

        await client.GetResponseAsync(Hello);

        server.Received.Single().Body.Should().Contain("\"max_completion_tokens\":5").And.Contain("\"reasoning_effort\":\"low\"")
            .And.NotContain("\"usage\"");
    }

    [Theory]
    [InlineData("openrouter", "https://openrouter.ai/api/v1", true)]
    [InlineData("Ollama", "http://localhost:11434/v1", false)]
    [InlineData("http://box:8080/v1", "http://box:8080/v1", false)]
    [InlineData("https://api.openai.com/v2", "https://api.openai.com/v2", true)]
    public void A_provider_is_found_by_name_or_address(string text, string url, bool needsKey)
    {
        var provider = Provider.Find(text)!;

        provider.BaseUrl.ToString().TrimEnd('/').Should().Be(url);
        provider.NeedsKey.Should().Be(needsKey);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("ftp://host/x")]
    public void What_is_neither_name_nor_web_address_is_no_provider(string text) => Provider.Find(text).Should().BeNull();

    [Fact]
    public void The_key_is_never_printed() =>
        new OpenRouterOptions { Model = "m", ApiKey = "sk-secret" }.ToString().Should().NotContain("secret");
}
