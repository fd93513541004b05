using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.Kilo;

/// <summary>What newer versions write down of a task beside its texts; every field may be missing.</summary>
internal sealed record KiloHistory(string? Mode, string? Model, string? Workspace, string? Parent, IReadOnlyList<string> Children)
{
    private const int Largest = 64 * 1024 * 1024;

    /// <summary>Files with something in them that is no JSON.</summary>
    public IReadOnlyList<string> Damaged { get; private init; } = [];

    public static KiloHistory Read(string folder)
    {
        var (historyFile, metadataFile) = (Path.Combine(folder, KiloTasks.History), Path.Combine(folder, KiloTasks.Metadata));
        using var history = Open(historyFile);
        using var metadata = Open(metadataFile);
        var item = history?.RootElement ?? default;
        // Cline's variant says which models were used.
        var used = metadata?.RootElement.Field("model_usage").Items().FirstOrDefault() ?? default;
        return new KiloHistory(
            item.Text("mode") ?? used.Text("mode"), used.Text("model_id"), item.Text("workspace"), item.Text("parentTaskId"),
            [.. item.Field("childIds").Items().Select(id => id.AsText()).OfType<string>()])
        {
            Damaged =
            [
                .. new[] { (historyFile, history), (metadataFile, metadata) }
                    .Where(one => one.Item2 is null && IsThere(one.Item1)).Select(one => one.Item1),
            ],
        };
    }

    /// <summary>`_index.json`: the parent of each task that has one.</summary>
    public static IReadOnlyDictionary<string, string> ReadIndex(string file)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        using var index = Open(file);
        foreach (var item in ItemsOf(index?.RootElement ?? default))
        {
            if (item.Text("id") is not { } id)
            {
                continue;
            }
            if (item.Text("parentTaskId") is { } parent)
            {
                parents[id] = parent;
            }
            foreach (var child in item.Field("childIds").Items())
            {
                if (child.AsText() is { } name)
                {
                    parents.TryAdd(name, id);
                }
            }
        }
        return parents;
    }

    /// <summary>A list, a list in an object, or items under their ids.</summary>
    private static IEnumerable<JsonElement> ItemsOf(JsonElement index) => index.ValueKind == JsonValueKind.Array
        ? index.Items()
        : index.Values().SelectMany(value => value.ValueKind switch
        {
            JsonValueKind.Array => value.Items(),
            JsonValueKind.Object when value.Text("id") is null => value.Values(),
            _ => [value],
        });

    private static JsonDocument? Open(string path) => IsThere(path) ? LenientJson.Parse(File.ReadAllBytes(path)) : null;

    private static bool IsThere(string path) =>
        new FileInfo(path) is { Exists: true, LinkTarget: null, Length: > 0 and < Largest };
}
