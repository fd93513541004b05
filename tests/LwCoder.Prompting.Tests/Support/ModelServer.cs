using System.Collections.Concurrent;
using System.Text;
using LwCoder.Prompting.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LwCoder.Prompting.Tests.Support;

/// <summary>A real HTTP server that poses as a provider and does what a test tells it, for each request in turn.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    /// <summary>Where in the context's items the request's text is, which was read already.</summary>
    public const string BodyKey = "body";

    private readonly WebApplication _app;
    private int _requests;

    private ModelServer(WebApplication app) => _app = app;

    public Uri BaseUrl { get; private set; } = null!;

    public ConcurrentQueue<Received> Received { get; } = new();

    public int Requests => _requests;

    /// <param name="answer">Answers request number n, counted from 1.</param>
    public static async Task<ModelServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ModelServer(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
            server.Received.Enqueue(new Received(context.Request.Path, headers, body));
            context.Items[BodyKey] = body;
            await answer(context, Interlocked.Increment(ref server._requests));
        });
        await app.StartAsync();
        server.BaseUrl = new Uri(app.Urls.First() + "/v1");
        return server;
    }

    public static Task<ModelServer> AnsweringAsync(int status, string body, string type = "application/json") =>
        StartAsync((context, _) => context.WriteAsync(status, body, type));

    public OpenRouterChatClient Client(Func<OpenRouterOptions, OpenRouterOptions>? change = null)
    {
        var options = new OpenRouterOptions
        {
            Provider = Provider.OpenRouter with { BaseUrl = BaseUrl },
            Model = "test/model",
            ApiKey = "sk-test-key-0123456789",
            ApiKeySource = "TEST_KEY in test.env",
            RetryDelay = TimeSpan.FromMilliseconds(1),
        };
        return new OpenRouterChatClient(change is null ? options : change(options));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationTokenSource(TimeSpan.FromMilliseconds(200)).Token);
        await _app.DisposeAsync();
    }
}

internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, string Body);
