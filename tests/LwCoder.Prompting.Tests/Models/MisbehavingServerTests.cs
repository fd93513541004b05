using System.Globalization;
using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Models;

/// <summary>Everything a provider, a proxy or a network did to somebody once.</summary>
public sealed class MisbehavingServerTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello")];

    [Fact]
    public async Task Without_a_key_no_request_is_made_and_the_place_to_set_it_is_named()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("never"));

        var error = await FailAsync(server, options => options with { ApiKey = " " });

        (error.Kind, error.Hint).Should().Be((ModelErrorKind.Authentication, "Set TEST_KEY in test.env."));
        server.Requests.Should().Be(0);
    }

    [Theory]
    [InlineData(400, "context length exceeded", ModelErrorKind.InvalidRequest, null)]
    [InlineData(401, "No auth credentials found", ModelErrorKind.Authentication, "*TEST_KEY in test.env*")]
    [InlineData(402, "Insufficient credits", ModelErrorKind.Payment, "*credit*TEST_KEY in test.env*")]
    [InlineData(403, "Your input was flagged", ModelErrorKind.Refused, "*Change the prompt*")]
    [InlineData(403, "Not for you", ModelErrorKind.Forbidden, "*TEST_KEY in test.env*test/model*")]
    [InlineData(404, "No endpoints found for test/model", ModelErrorKind.NotFound, "*test/model*base URL*")]
    [InlineData(400, "response_format is not supported", ModelErrorKind.SchemaUnsupported, null)]
    public async Task What_will_not_pass_is_not_retried_and_is_explained(
        int status, string said, ModelErrorKind kind, string? hint)
    {
        await using var server = await ModelServer.AnsweringAsync(status, Answers.Error(status, said));

        var error = await FailAsync(server);

        error.Kind.Should().Be(kind);
        error.Message.Should().Contain($"{status}").And.Contain(said);
        if (hint is not null)
        {
            error.Hint.Should().Match(hint);
        }
        error.ToString().Should().NotContain("sk-test-key");
        server.Requests.Should().Be(1);
    }

    [Fact]
    public async Task An_error_inside_a_successful_answer_is_an_error()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Error(402, "Insufficient credits"));

        (await FailAsync(server)).Kind.Should().Be(ModelErrorKind.Payment);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    public async Task A_proxys_page_is_called_that(int status)
    {
        await using var server = await ModelServer.AnsweringAsync(status, "<!doctype html><title>Log in</title>", "text/html");

        var error = await FailAsync(server);

        $"{error.Message} {error.Hint}".Should().Contain("web page").And.Contain("proxy");
        server.Requests.Should().Be(1);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.Redirect("http://evil.test/v1/chat/completions");
            return Task.CompletedTask;
        });

        (await FailAsync(server)).Kind.Should().Be(ModelErrorKind.BadResponse);
    }

    [Fact]
    public async Task A_storm_of_429_is_ridden_out_and_retry_after_is_kept()
    {
        await using var server = await ModelServer.StartAsync((context, number) =>
        {
            context.Response.Headers.RetryAfter = "1";
            return context.WriteAsync(
                number <= 2 ? 429 : 200, number <= 2 ? Answers.Error(429, "slow down") : Answers.Completion("at last"));
        });
        var waits = new List<(string, TimeSpan)>();
        using var client = server.Client(options => options with { OnRetry = (error, wait) => waits.Add((error.Message, wait)) });
        var started = TimeProvider.System.GetTimestamp();

        (await client.GetResponseAsync(Hello)).Text.Should().Be("at last");

        waits.Should().HaveCount(2).And.AllSatisfy(wait =>
        {
            wait.Item1.Should().Contain("slow down");
            wait.Item2.Should().Be(TimeSpan.FromSeconds(1));
        });
        TimeProvider.System.GetElapsedTime(started).Should().BeGreaterThan(TimeSpan.FromSeconds(1.9));
        server.Requests.Should().Be(3);
    }

    [Fact]
    public async Task A_wait_beyond_the_total_time_fails_at_once_and_says_how_long()
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "7200";
            return context.WriteAsync(429, Answers.Error(429, "come back later"));
        });

        var error = await FailAsync(server);

        (error.Kind, error.RetryAfter, error.Hint).Should().Be(
            (ModelErrorKind.RateLimited, TimeSpan.FromHours(2), "Wait 7200 s, or ask less in parallel."));
        server.Requests.Should().Be(1);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(-3650, 2)]
    [InlineData(3650, 1)]
    public async Task A_date_to_wait_for_is_right_or_harmless_when_the_clock_jumped(int clockOffDays, int requests)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await using var server = await ModelServer.StartAsync((context, number) =>
        {
            context.Response.Headers.RetryAfter = now.AddDays(clockOffDays).ToString("R", CultureInfo.InvariantCulture);
            return number == 1 ? context.WriteAsync(429, "{}") : context.WriteAsync(200, Answers.Completion("ok"));
        });
        using var client = server.Client(options => options with { Time = new ManualTime(now) });

        var call = () => client.GetResponseAsync(Hello);

        if (requests == 1)
        {
            (await call.Should().ThrowAsync<ModelException>()).Which.Kind.Should().Be(ModelErrorKind.RateLimited);
        }
        else
        {
            (await call()).Text.Should().Be("ok");
        }
        server.Requests.Should().Be(requests);
    }

    [Fact]
    public async Task Retries_are_bounded()
    {
        await using var server = await ModelServer.AnsweringAsync(503, "upstream", "text/plain");

        var error = await FailAsync(server, options => options with { MaxRetries = 3 });

        error.Kind.Should().Be(ModelErrorKind.Server);
        server.Requests.Should().Be(4);
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"Hel""")]
    [InlineData("")]
    [InlineData("""{"choices":[{"message":{"content":"  "},"finish_reason":"stop"}]}""")]
    public async Task A_cut_or_empty_answer_is_asked_for_again(string body)
    {
        await using var server = await ModelServer.StartAsync((context, number) =>
            context.WriteAsync(200, number == 1 ? body : Answers.Completion("whole")));
        using var client = server.Client();

        (await client.GetResponseAsync(Hello)).Text.Should().Be("whole");
    }

    [Fact]
    public async Task A_connection_broken_in_the_middle_is_asked_again()
    {
        await using var server = await ModelServer.StartAsync(async (context, number) =>
        {
            if (number > 1)
            {
                await context.WriteAsync(200, Answers.Completion("whole"));
                return;
            }
            context.Response.ContentLength = 5_000;
            await context.Response.WriteAsync("{\"choices\":");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = server.Client();

        (await client.GetResponseAsync(Hello)).Text.Should().Be("whole");
    }

    [Fact]
    public async Task An_answer_that_stays_empty_is_an_error()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion(""));

        var error = await FailAsync(server, options => options with { MaxRetries = 1 });

        (error.Kind, server.Requests).Should().Be((ModelErrorKind.Empty, 2));
        error.Usage.Cost.Should().Be(0.00084m, "both were billed");
    }

    [Fact]
    public async Task A_useless_answer_without_usage_does_not_make_the_cost_unknown()
    {
        const string Nothing = """{"choices":[{"finish_reason":"stop","message":{"content":""}}]}""";
        await using var server = await ModelServer.StartAsync(
            (context, number) => context.WriteAsync(200, number == 1 ? Nothing : Answers.Completion("Hi")));

        var used = Usage.Of(await server.Client().GetResponseAsync(Hello));

        (used.Cost, used.CostSource).Should().Be((0.00042m, CostSource.Billed));
    }

    [Fact]
    public async Task A_useless_answer_that_was_billed_is_part_of_what_the_next_one_cost()
    {
        await using var server = await ModelServer.StartAsync(
            (context, number) => context.WriteAsync(200, Answers.Completion(number == 1 ? " " : "Hi")));

        var used = Usage.Of(await server.Client().GetResponseAsync(Hello));

        used.Should().Be(new Usage
        {
            Calls = 1, InputTokens = 22, OutputTokens = 14, CachedInputTokens = 6, Cost = 0.00084m,
            CostSource = CostSource.Billed,
        });
    }

    [Fact]
    public async Task An_answer_used_up_by_thinking_is_not_asked_for_again()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("", "length"));

        var error = await FailAsync(server);

        (error.Kind, server.Requests).Should().Be((ModelErrorKind.CutOff, 1));
        error.Usage.Cost.Should().Be(0.00042m, "thoughts are billed");
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":null,"refusal":"I cannot."},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"part"},"finish_reason":"content_filter"}]}""")]
    public async Task A_refusal_is_not_asked_again(string body)
    {
        await using var server = await ModelServer.AnsweringAsync(200, body);

        (await FailAsync(server)).Kind.Should().Be(ModelErrorKind.Refused);
        server.Requests.Should().Be(1);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":{"message":1}}""")]
    [InlineData("""{"choices":[7]}""")]
    public async Task Json_that_is_no_completion_is_called_that(string body)
    {
        await using var server = await ModelServer.AnsweringAsync(200, body);

        var error = await FailAsync(server);

        (error.Kind, error.Body).Should().Be((ModelErrorKind.BadResponse, body));
    }

    [Theory]
    [InlineData("""{"words":["blue"]}""", "word")]
    [InlineData("""{"word":{"text":"blue"}}""", "word")]
    [InlineData("[1,2]", "object")]
    [InlineData("null", "object")]
    public async Task Json_of_another_shape_than_asked_for_is_shown_to_the_model_and_then_an_error_with_all_it_wrote(
        string answer, string problem)
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion(answer));
        using var client = server.Client();
        var predict = new Predict(new Signature("ask", "Ask.", [], [Field.String("word")]), client);

        var error = (await predict.Awaiting(ask => ask.RunAsync(FieldValues.Of())).Should().ThrowAsync<AnswerException>()).Which;

        error.RawTexts.Should().Equal(answer, answer, answer);
        error.Usage.Should().BeEquivalentTo(new { Calls = 3, Cost = 3 * 0.00042m });
        server.Requests.Should().Be(3);
        server.Received.ElementAt(1).Body.Should().Contain(problem).And.Contain("\"role\":\"assistant\"");
    }

    [Fact]
    public async Task What_was_paid_before_an_error_is_part_of_it()
    {
        await using var server = await ModelServer.StartAsync((context, number) => number == 1
            ? context.WriteAsync(200, Answers.Completion("no word"))
            : context.WriteAsync(402, Answers.Error(402, "Insufficient credits")));
        using var client = server.Client();
        var predict = new Predict(new Signature("ask", "Ask.", [], [Field.String("word")]), client);

        var error = (await predict.Awaiting(ask => ask.RunAsync(FieldValues.Of())).Should().ThrowAsync<ModelException>()).Which;

        error.Kind.Should().Be(ModelErrorKind.Payment);
        error.Hint.Should().Contain("TEST_KEY in test.env");
        error.Usage.Should().BeEquivalentTo(new { Calls = 1, Cost = 0.00042m });
    }

    [Theory]
    [InlineData(2 * 1024 * 1024)]
    [InlineData(30 * 1024 * 1024)]
    public async Task An_answer_of_megabytes_is_refused(int length)
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion(new string('x', length)));

        var error = await FailAsync(server);

        (error.Kind, error.Hint).Should().Be(
            (ModelErrorKind.TooLarge, "Set a limit on tokens, or raise MaxAnswerLength if such answers are expected."));
        server.Requests.Should().Be(1);
    }

    [Fact]
    public async Task A_large_answer_is_taken_where_it_is_expected()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion(new string('x', 2 * 1024 * 1024)));
        using var client = server.Client(options => options with { MaxAnswerLength = 4 * 1024 * 1024 });

        (await client.GetResponseAsync(Hello)).Text.Length.Should().Be(2 * 1024 * 1024);
    }

    [Fact]
    public async Task Silence_ends_after_the_time_of_one_try()
    {
        await using var server =
            await ModelServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));

        // What of a try reaches the server before its time is over, nobody knows.
        var retries = 0;
        var error = await FailAsync(server, options => options with
        {
            AttemptTimeout = TimeSpan.FromMilliseconds(100), MaxRetries = 1, OnRetry = (_, _) => retries++,
        });

        error.Kind.Should().Be(ModelErrorKind.Timeout);
        retries.Should().Be(1);
    }

    [Fact]
    public async Task The_callers_cancellation_is_his_own()
    {
        await using var server =
            await ModelServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var client = server.Client();
        using var cancel = new CancellationTokenSource(100);

        await FluentActions.Awaiting(() => client.GetResponseAsync(Hello, cancellationToken: cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var options = new OpenRouterOptions
        {
            Provider = Provider.At(new Uri("http://127.0.0.1:9/v1")), Model = "m", MaxRetries = 0,
        };
        using var client = new OpenRouterChatClient(options);

        var error = (await FluentActions.Awaiting(() => client.GetResponseAsync(Hello)).Should()
            .ThrowAsync<ModelException>()).Which;

        error.Kind.Should().Be(ModelErrorKind.Transport);
        error.Message.Should().Contain("127.0.0.1:9");
    }

    [Fact]
    public async Task A_stream_cut_short_is_an_error_after_what_came()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.TextEvent("Hel"), "text/event-stream");
        using var client = server.Client();

        var (text, error) = await StreamAsync(client);

        (text, error!.Kind).Should().Be(("Hel", ModelErrorKind.Transport));
        server.Requests.Should().Be(1);
    }

    [Fact]
    public async Task A_stream_refused_before_it_began_is_asked_again()
    {
        await using var server = await ModelServer.StartAsync((context, number) => number == 1
            ? context.WriteAsync(503, "busy")
            : context.WriteAsync(200, Answers.TextEvent("Hello") + "data: [DONE]\n\n", "text/event-stream"));
        using var client = server.Client();

        (await StreamAsync(client)).Should().Be(("Hello", null));
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"del\n\n", ModelErrorKind.Transport)]
    [InlineData("data: {\"error\":{\"code\":429,\"message\":\"slow\"}}\n\n", ModelErrorKind.RateLimited)]
    [InlineData("data: [DONE]\n\n", ModelErrorKind.Empty)]
    public async Task A_broken_stream_says_what_broke(string events, ModelErrorKind kind)
    {
        await using var server = await ModelServer.AnsweringAsync(200, events, "text/event-stream");
        using var client = server.Client();

        (await StreamAsync(client)).Error!.Kind.Should().Be(kind);
    }

    [Fact]
    public async Task A_stream_without_end_is_stopped()
    {
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(Answers.TextEvent(new string('x', 4_000)));
            }
        });
        using var client = server.Client();

        (await StreamAsync(client)).Error!.Kind.Should().Be(ModelErrorKind.TooLarge);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_ends()
    {
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            await context.WriteAsync(200, Answers.TextEvent("Hel"), "text/event-stream");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var time = new LwCoder.Tests.Support.ManualTime();
        using var client = server.Client(options => options with { Time = time });
        await using var updates = client.GetStreamingResponseAsync(Hello).GetAsyncEnumerator();
        (await updates.MoveNextAsync()).Should().BeTrue();
        updates.Current.Text.Should().Be("Hel");

        var more = updates.MoveNextAsync().AsTask();
        await time.PassUntilAsync(more, TimeSpan.FromSeconds(1));

        (await FluentActions.Awaiting(() => more).Should().ThrowAsync<ModelException>())
            .Which.Kind.Should().Be(ModelErrorKind.Timeout);
    }

    private static async Task<(string Text, ModelException? Error)> StreamAsync(OpenRouterChatClient client)
    {
        var text = "";
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(Hello))
            {
                text = text.Length > 100 ? text : text + update.Text;
            }
            return (text, null);
        }
        catch (ModelException error)
        {
            return (text, error);
        }
    }

    private static async Task<ModelException> FailAsync(
        ModelServer server, Func<OpenRouterOptions, OpenRouterOptions>? change = null)
    {
        using var client = server.Client(change);
        return (await FluentActions.Awaiting(() => client.GetResponseAsync(Hello)).Should().ThrowAsync<ModelException>()).Which;
    }
}
