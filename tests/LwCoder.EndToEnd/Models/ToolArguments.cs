using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Models;

/// <summary>Makes the arguments of a tool call that any agent's schema accepts.</summary>
internal static class ToolArguments
{
    /// <summary>The known values that the schema names, and dull ones for whatever else it requires.</summary>
    public static JsonObject Fill(JsonObject schema, IReadOnlyDictionary<string, JsonNode> known)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToHashSet();
        var arguments = new JsonObject();
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (known.TryGetValue(name, out var value))
            {
                arguments[name] = value.DeepClone();
            }
            else if (required.Contains(name))
            {
                arguments[name] = Dull(property as JsonObject ?? []);
            }
        }
        return arguments;
    }

    private static JsonNode Dull(JsonObject property)
    {
        if (property["enum"] is JsonArray choices)
        {
            return choices[0]!.DeepClone();
        }
        var type = property["type"] is JsonArray types ? types[0] : property["type"];
        return (string?)type switch
        {
            "boolean" => false,
            "number" or "integer" => 60,
            "array" => new JsonArray(),
            "object" => new JsonObject(),
            _ => "scripted",
        };
    }
}
