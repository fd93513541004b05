using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LwCoder.Benchmarks.Subjects;

/// <summary>A model behind real sockets that takes a known time and always gives the same answer.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ModelServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <param name="content">What the model says.</param>
    public static async Task<ModelServer> StartAsync(TimeSpan delay, string content)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"choices":[{"finish_reason":"stop","message":{"content":{{{JsonSerializer.Serialize(content)}}}}}],"usage":{"cost":0.001}}""");
        app.Run(async context =>
        {
            await Task.Delay(delay);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body);
        });
        await app.StartAsync();
        return new ModelServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
