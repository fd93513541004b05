using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Harness;

/// <summary>What one `code` left behind, read from its files and not through lw_coder.</summary>
internal sealed class RunFolder(string path)
{
    public string Path { get; } = path;

    public JsonObject Manifest => JsonNode.Parse(Read("run.json"))!.AsObject();

    public string Trace => Read("trace.md");

    public string Patch => Read("ai_changes.patch");

    public IReadOnlyList<JsonObject> Events =>
    [
        .. Read("session.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject()),
    ];

    public string? Fact(string name) => Manifest[name]?.ToString();

    private string Read(params string[] parts) => File.ReadAllText(System.IO.Path.Combine([Path, .. parts]));
}
