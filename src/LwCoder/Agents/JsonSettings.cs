using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LwCoder.Agents;

/// <summary>Reads and joins the agents' JSON settings, which may carry comments and trailing commas.</summary>
internal static class JsonSettings
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The object in a file of <paramref name="home"/>; empty when there is no such file.</summary>
    /// <param name="notices">Told when the file is no JSON object: it then counts as empty.</param>
    public static JsonObject Load(Home home, string name, ICollection<string> notices)
    {
        if (home.Read(name) is not { } bytes)
        {
            return [];
        }
        try
        {
            var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
            if (JsonNode.Parse(text, documentOptions: Lenient) is JsonObject settings)
            {
                return settings;
            }
            notices.Add($"{home.PathOf(name)} is not used: it holds no JSON object");
        }
        catch (JsonException error)
        {
            notices.Add($"{home.PathOf(name)} is not used: {error.Message}");
        }
        return [];
    }

    public static void Save(RunHome home, string name, JsonObject settings)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            settings.WriteTo(writer);
        }
        home.Write(name, stream.ToArray());
    }

    /// <summary>Lays <paramref name="upper"/> over <paramref name="lower"/>: joins objects, replaces anything else.</summary>
    public static void Overlay(JsonObject lower, JsonObject upper)
    {
        foreach (var (key, value) in upper)
        {
            if (value is JsonObject above && lower[key] is JsonObject below)
            {
                Overlay(below, above);
                continue;
            }
            lower[key] = value?.DeepClone();
        }
    }

    /// <summary>Joins the objects under <paramref name="key"/>; an entry of <paramref name="upper"/> wins whole.</summary>
    public static void OverlayEntries(JsonObject lower, JsonObject upper, string key)
    {
        foreach (var (name, value) in upper[key] as JsonObject ?? [])
        {
            Section(lower, key)[name] = value?.DeepClone();
        }
    }

    /// <summary>The object under <paramref name="key"/>, made when it is missing.</summary>
    public static JsonObject Section(JsonObject settings, string key)
    {
        if (settings[key] is JsonObject section)
        {
            return section;
        }
        var made = new JsonObject();
        settings[key] = made;
        return made;
    }
}
