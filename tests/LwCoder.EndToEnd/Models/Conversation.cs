using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LwCoder.EndToEnd.Models;

/// <summary>What a request for an answer says, whichever protocol said it.</summary>
/// <param name="Tools">The JSON schema of each tool's arguments by the tool's name.</param>
/// <param name="ToolResults">How many tool results it holds: the turn.</param>
internal sealed partial record Conversation(
    IReadOnlyDictionary<string, JsonObject> Tools, int ToolResults, string System, IReadOnlyList<string> UserTexts)
{
    /// <summary>System and user texts, in which agents say where they work.</summary>
    public string AllText => string.Join('\n', [System, .. UserTexts]);

    /// <summary>The agent's working directory, when it tells its model.</summary>
    public string? WorkingDirectory
    {
        get
        {
            var match = WorkingDirectoryPattern().Match(AllText);
            return match.Success ? match.Groups["path"].Value.TrimEnd('.', ',', '`') : null;
        }
    }

    /// <summary>The text in a string, a block or a list of blocks.</summary>
    public static string TextOf(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray items => string.Join('\n', items.Select(TextOf).Where(text => text.Length > 0)),
        JsonObject block => TextOf(block["text"] ?? block["content"] ?? block["input_text"] ?? block["output"]),
        _ => "",
    };

    [GeneratedRegex(@"(?:[Ww]orking directory(?: is)?:?|Current folder:|<cwd>|% pwd\n|cwd:) *(?<path>/[^\n<]+)")]
    private static partial Regex WorkingDirectoryPattern();
}
