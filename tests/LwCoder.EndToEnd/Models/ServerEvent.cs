using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Models;

/// <summary>One server-sent event.</summary>
internal sealed record ServerEvent(string? Name, string Data)
{
    /// <summary>An event named by the `type` of its data.</summary>
    public static ServerEvent Typed(JsonObject data) => new((string)data["type"]!, data.ToJsonString());

    public static ServerEvent Unnamed(JsonObject data) => new(null, data.ToJsonString());

    public override string ToString() => (Name is null ? "" : $"event: {Name}\n") + $"data: {Data}\n\n";
}
