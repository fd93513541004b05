using System.Text;
using System.Text.Json.Nodes;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Optimizers;
using Microsoft.Extensions.AI;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>A world on the benchmark's server, which is what results are reported from.</summary>
internal sealed class ServedSimulation : ISimulation
{
    private readonly HttpClient _http = new();
    private readonly Uri _server;
    private readonly string _world;
    private readonly string _run = Guid.NewGuid().ToString("N");

    private ServedSimulation(Uri server, string world)
    {
        (_server, _world) = (server, world);
        (TaskModel, ReflectionModel) = (Client("task"), Client("reflect"));
    }

    public required string Seed { get; init; }

    public required IReadOnlyList<SimCase> Train { get; init; }

    public required IReadOnlyList<SimCase> Validation { get; init; }

    public IChatClient TaskModel { get; }

    public IChatClient ReflectionModel { get; }

    public IChatClient ProposalModel => throw new NotSupportedException("Its oracle knows no demos, so it is run for GEPA only.");

    /// <param name="server">Its root, with or without <c>/v1</c>.</param>
    /// <param name="world">The world, with suffixes of its models if any (<c>w1:lat50</c>).</param>
    public static async Task<ServedSimulation> ConnectAsync(Uri server, string world)
    {
        var root = new Uri(server.GetLeftPart(UriPartial.Authority));
        using var http = new HttpClient { BaseAddress = root };
        var seed = JsonNode.Parse(await http.GetStringAsync("/sim/seed"))!["instructions"]!.GetValue<string>();
        async Task<IReadOnlyList<SimCase>> ReadAsync(string split) =>
            [.. (await http.GetStringAsync($"/sim/dataset?world={Name(world)}&split={split}"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Read(JsonNode.Parse(line)!))];
        return new ServedSimulation(root, world)
        {
            Seed = seed, Train = await ReadAsync("train"), Validation = await ReadAsync("val"),
        };
    }

    public async Task<SimOracle> JudgeAsync(Candidate candidate)
    {
        var asked = new JsonObject(candidate.Components.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Text)))
        {
            ["world"] = Name(_world),
        };
        using var content = new StringContent(asked.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(_server, "/sim/oracle"), content);
        var answer = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        return new SimOracle(
            answer["train"]!.GetValue<double>(), answer["val"]!.GetValue<double>(), answer["test"]!.GetValue<double>());
    }

    public async Task<int?> CountTaskCallsAsync()
    {
        var stats = JsonNode.Parse(await _http.GetStringAsync(new Uri(_server, $"/sim/stats?run={_run}")));
        return stats!["task"]!.GetValue<int>();
    }

    public void Dispose()
    {
        TaskModel.Dispose();
        ReflectionModel.Dispose();
        _http.Dispose();
    }

    private static string Name(string world) => world.Split(':')[0];

    private static SimCase Read(JsonNode row)
    {
        string Text(string name) => row[name]!.GetValue<string>();
        IReadOnlyList<string> Texts(string name) => [.. row[name]!.AsArray().Select(item => item!.GetValue<string>())];
        return new SimCase(
            Text("id"), Text("input"), Text("answer"), Text("note"), Texts("hints"), Texts("hints_A"), Texts("hints_B"));
    }

    private OpenRouterChatClient Client(string role)
    {
        var suffix = _world[Name(_world).Length..];
        return new(new OpenRouterOptions
        {
            Provider = Provider.At(new Uri(_server, "/v1")), Model = $"sim/{Name(_world)}-{role}{suffix}",
        }, OneCallAConnection());
    }

    /// <summary>
    /// The server writes head and body apart; on a connection that is kept the body would wait 40 ms for the head's receipt.
    /// </summary>
    private NamedRun OneCallAConnection() => new(_run, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    /// <summary>Says whose call it is, so that the server can count.</summary>
    private sealed class NamedRun(string run, HttpMessageHandler next) : DelegatingHandler(next)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("X-Sim-Run", run);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
