using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Models;

/// <summary>One provider's protocol: how a request reads and how a reply is written.</summary>
internal abstract class ModelApi
{
    protected const int InputTokens = 1200;
    protected const int OutputTokens = 34;
    protected const int CachedTokens = 1000;

    /// <summary>How the path of its requests ends.</summary>
    public abstract string PathEnd { get; }

    public abstract Conversation Read(JsonObject body);

    public abstract JsonObject Whole(JsonObject body, Reply reply);

    public abstract IEnumerable<ServerEvent> Stream(JsonObject body, Reply reply);

    public virtual JsonObject Error(string type, string message) =>
        new() { ["error"] = new JsonObject { ["type"] = type, ["code"] = type, ["message"] = message } };

    protected static string NewId(string prefix) => prefix + Guid.NewGuid().ToString("N")[..20];

    protected static string? Model(JsonObject body) => (string?)body["model"];

    protected static IEnumerable<JsonObject> Objects(JsonNode? array) => (array as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The pieces in which a stream brings a text.</summary>
    protected static IEnumerable<string> Pieces(string text) => text.Chunk(40).Select(piece => new string(piece));
}
