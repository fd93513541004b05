using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LwCoder.EndToEnd.Models;

/// <summary>
/// A model provider on loopback that drives real coding agents by a script. It speaks the protocols of Anthropic and
/// OpenAI, streaming and not. The script's name is in the address, `/&lt;key&gt;/&lt;script&gt;`, and the turn follows from the
/// number of tool results in a request, so it serves any number of agents at once.
/// </summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private static readonly ModelApi[] Apis = [new AnthropicApi(), new ChatApi(), new ResponsesApi()];

    private readonly WebApplication _app;
    /// <summary>
    /// In every address, as an agent that outlives its test asks at a port that another test's server may have by then.
    /// </summary>
    private readonly string _key = Guid.NewGuid().ToString("N");
    private readonly ScriptBook _scripts = new();
    private readonly ConcurrentQueue<ModelRequest> _requests = new();
    private readonly ConcurrentDictionary<string, int> _calls = new();

    private ModelServer(WebApplication app) => _app = app;

    public IReadOnlyList<ModelRequest> Requests => [.. _requests];

    public static async Task<ModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        var app = builder.Build();
        var server = new ModelServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The address of a script without `/v1`, as Claude Code wants it.</summary>
    public string Address(string script) => $"{_app.Urls.Single()}/{_key}/{script}";

    /// <summary>Adds a script that runs <paramref name="command"/> in the agent's shell and then ends.</summary>
    public void AddShellScript(string name, string command) => _scripts.Add(name, Step.Shell(command));

    /// <summary>Adds a script of tool calls, after which the model says that it is done.</summary>
    public void AddScript(string name, params Step[] steps) => _scripts.Add(name, steps);

    /// <inheritdoc cref="ScriptBook.AddAnswer"/>
    public void AddAnswer(string name, Func<Conversation, string?> answer) => _scripts.AddAnswer(name, answer);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var cancel = context.RequestAborted;
        if (context.Request.Path.Value?.Split('/', 4) is not ["", var key, var script, ..var rest] || key != _key)
        {
            await AnswerAsideAsync(context.Response, "");
            return;
        }
        var path = "/" + rest.FirstOrDefault();
        var body = await ReadBodyAsync(context.Request, cancel);
        var api = Apis.FirstOrDefault(api => path.EndsWith(api.PathEnd, StringComparison.Ordinal));
        var conversation = body is null ? null : api?.Read(body);
        _requests.Enqueue(ModelRequest.From(context.Request, script, body, conversation));

        if (api is null || body is null || conversation is null)
        {
            await AnswerAsideAsync(context.Response, path);
            return;
        }
        var call = _calls.AddOrUpdate(script, 1, (_, calls) => calls + 1);
        if (Fault.For(script, call) is { } fault)
        {
            await fault.AnswerAsync(context, api);
            return;
        }
        var reply = _scripts.Next(Fault.Repaired(script), conversation);
        if (body["stream"]?.GetValue<bool>() == true)
        {
            await StreamAsync(context, api.Stream(body, reply), Fault.InterruptionIn(script));
        }
        else
        {
            await context.Response.WriteAsJsonAsync(api.Whole(body, reply), cancel);
        }
    }

    /// <summary>What agents ask besides answers: is the server there, which models has it, how long is this prompt.</summary>
    private static Task AnswerAsideAsync(HttpResponse response, string path)
    {
        JsonObject answer = path switch
        {
            _ when path.EndsWith("/count_tokens", StringComparison.Ordinal) => new() { ["input_tokens"] = 100 },
            _ when path.EndsWith("/models", StringComparison.Ordinal) =>
                new() { ["data"] = new JsonArray(new JsonObject { ["id"] = "scripted", ["object"] = "model" }) },
            _ => new() { ["error"] = new JsonObject { ["type"] = "not_found_error", ["message"] = "not found" } },
        };
        response.StatusCode = answer.ContainsKey("error") ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return HttpMethods.IsHead(response.HttpContext.Request.Method) ? Task.CompletedTask : response.WriteAsJsonAsync(answer);
    }

    private static async Task StreamAsync(HttpContext context, IEnumerable<ServerEvent> events, Interruption interruption)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var (index, serverEvent) in events.Index())
        {
            if (index == 1 && interruption != Interruption.None)
            {
                await Fault.InterruptAsync(context, interruption);
                return;
            }
            await context.Response.WriteAsync(serverEvent.ToString(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task<JsonObject?> ReadBodyAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: cancel) as JsonObject;
        }
        catch (JsonException)
        {
            // A HEAD or GET has no body; anything else without JSON is answered as an unknown path.
            return null;
        }
    }
}
