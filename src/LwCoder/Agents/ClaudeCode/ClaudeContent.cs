using System.Text.Json;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>The blocks of Claude's messages, which its stream and its transcripts write alike.</summary>
internal sealed class ClaudeContent
{
    /// <summary>Calls of the shell that have not returned, with what they were to run.</summary>
    private readonly Dictionary<string, string> _shells = [];

    public void ReadAssistant(JsonElement message, List<SessionEvent> events)
    {
        var id = message.Text("id");
        foreach (var block in message.Field("content").Items())
        {
            switch (block.Text("type"))
            {
                case "text" when block.Text("text") is { } text:
                    events.Add(new MessageSpoken(id, "assistant", text));
                    break;
                case "thinking" when block.Text("thinking") is { Length: > 0 } thought:
                    events.Add(new MessageSpoken(id, "thinking", thought));
                    break;
                case "tool_use" or "server_tool_use" or "mcp_tool_use" when block.Text("id") is { } call:
                    var tool = block.Text("name") ?? "unknown";
                    if (tool == ClaudeShell.Tool)
                    {
                        _shells[call] = ClaudeShell.CommandIn(block.Field("input"));
                    }
                    events.Add(new ToolCalled(call, tool, block.Field("input").AsObject()));
                    break;
                // The answer to a tool that the provider runs itself, such as a web search.
                case { } kind when kind.EndsWith("_tool_result", StringComparison.Ordinal)
                        && block.Text("tool_use_id") is { } served:
                    events.Add(new ToolReturned(served, IsError: false, null, TextOf(block.Field("content"))));
                    break;
            }
        }
    }

    public void ReadUser(JsonElement message, List<SessionEvent> events)
    {
        var content = message.Field("content");
        if (content.AsText() is { } said)
        {
            events.Add(new MessageSpoken(null, "user", said));
        }
        foreach (var block in content.Items())
        {
            switch (block.Text("type"))
            {
                case "text" when block.Text("text") is { } text:
                    events.Add(new MessageSpoken(null, "user", text));
                    break;
                case "tool_result" when block.Text("tool_use_id") is { } id:
                    var result = TextOf(block.Field("content"));
                    var isError = block.Flag("is_error");
                    var code = _shells.Remove(id, out var command) ? ClaudeShell.ExitCodeOf(command, isError, result) : null;
                    events.Add(new ToolReturned(id, isError, code, result));
                    break;
            }
        }
    }

    public static string TextOf(JsonElement content) =>
        content.AsText() ?? string.Join('\n', content.Items().Select(block => block.Text("type") switch
        {
            "text" => block.Text("text") ?? "",
            var kind => $"[{kind ?? "unknown"}]",
        }));
}
