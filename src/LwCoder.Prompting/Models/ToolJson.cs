using System.Text.Json;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>Tool arguments and results as JSON text and back.</summary>
internal static class ToolJson
{
    /// <summary>
    /// A call's arguments as the model wrote them, even if they were not valid JSON, so that it sees its own words.
    /// </summary>
    public static string Arguments(FunctionCallContent call) => call switch
    {
        { RawRepresentation: string written } => written,
        { Arguments: null } => "{}",
        _ => FieldJson.Build(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in call.Arguments)
            {
                writer.WritePropertyName(name);
                FieldJson.Write(writer, FieldConversion.Canonical(value));
            }
            writer.WriteEndObject();
        }),
    };

    /// <summary>A call whose arguments may not parse; then <see cref="FunctionCallContent.Exception"/> says so.</summary>
    public static FunctionCallContent Call(string id, string name, string arguments)
    {
        var call = new FunctionCallContent(id, name) { RawRepresentation = arguments };
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(arguments) ? "{}" : arguments);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException($"The arguments are {document.RootElement.ValueKind}, not an object.");
            }
            var parsed = new Dictionary<string, object?>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                parsed[property.Name] = property.Value.Clone();
            }
            call.Arguments = parsed;
        }
        catch (JsonException error)
        {
            call.Exception = error;
        }
        return call;
    }

    public static string Text(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        JsonElement json => json.GetRawText(),
        IEnumerable<AIContent> contents => string.Concat(contents.OfType<TextContent>().Select(content => content.Text)),
        AIContent content => content.ToString() ?? "",
        _ => FieldJson.ToString(FieldConversion.Canonical(result)),
    };
}
