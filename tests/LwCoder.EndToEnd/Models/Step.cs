using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Models;

/// <summary>
/// One tool call of a script. Agents name their tools and arguments differently, so a step has all the names in use
/// and an agent's own schema picks.
/// </summary>
/// <param name="Tools">Names of tools that can do it, best first.</param>
internal sealed record Step(string[] Tools, Func<Conversation, Dictionary<string, JsonNode>> Known)
{
    /// <summary>Words before the call, or all there is where no tool is named.</summary>
    public string? Words { get; init; }

    public static Step Write(string file, string content) => Write(file, _ => content);

    public static Step Write(string file, Func<Conversation, string> content) => new(
        ["Write", "Create", "write_file", "write"],
        conversation =>
            new(PathOf(conversation, file)) { ["content"] = content(conversation), ["text"] = content(conversation) });

    public static Step Read(string file) => new(["Read", "read_file", "read"], conversation => PathOf(conversation, file));

    public static Step Replace(string file, string before, string after) => new(
        ["Edit", "replace", "edit"],
        conversation => new(PathOf(conversation, file))
        {
            ["old_string"] = before,
            ["old_str"] = before,
            ["new_string"] = after,
            ["new_str"] = after,
            ["find"] = before,
            ["replace"] = after,
        });

    /// <param name="risk">What the model claims of it, which some agents ask.</param>
    public static Step Shell(string command, string risk = "low") => new(
        ["Bash", "Execute", "bash", "run_shell_command", "exec_command", "shell"],
        _ => new()
        {
            ["command"] = command,
            ["cmd"] = command,
            ["description"] = "scripted",
            ["summary"] = "scripted",
            ["riskLevel"] = risk,
            ["riskLevelReason"] = "scripted",
        });

    public static Step Fetch(string address) =>
        new(["WebFetch", "FetchUrl"], _ => new() { ["url"] = address, ["prompt"] = "read" });

    public static Step Delegate(string agent, string prompt) => new(
        ["Task", "Agent", "task"],
        _ => new() { ["description"] = "delegate", ["prompt"] = prompt, ["subagent_type"] = agent, ["agent"] = agent });

    /// <summary>Calls nothing.</summary>
    public static Step Say(string words) => new([], _ => []) { Words = words };

    public Reply In(Conversation conversation) => Tools.Length == 0
        ? new TextReply(Words!)
        : Tools.FirstOrDefault(conversation.Tools.ContainsKey) is { } tool
            ? new ToolCallReply(tool, ToolArguments.Fill(conversation.Tools[tool], Known(conversation)), Words)
            : new TextReply($"None of {string.Join(", ", Tools)} is among my tools.");

    private static Dictionary<string, JsonNode> PathOf(Conversation conversation, string file)
    {
        var path = Path.Combine(conversation.WorkingDirectory ?? "", file);
        return new() { ["file_path"] = path, ["filePath"] = path, ["path"] = path };
    }
}
