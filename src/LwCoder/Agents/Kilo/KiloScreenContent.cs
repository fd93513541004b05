using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.Kilo;

/// <summary>Turns rows of the screen into what was said and done. Commands have no exit codes here.</summary>
internal sealed class KiloScreenContent
{
    private bool _hasTask;
    private string? _command;
    private string? _served;
    private string? _subtask;

    public IEnumerable<SessionEvent> Read(JsonElement row)
    {
        if (row.Flag("partial"))
        {
            return [];
        }
        var text = row.Text("text") ?? "";
        var id = string.Create(CultureInfo.InvariantCulture, $"screen-{row.Whole("ts")}");
        return row.Text("say") is { } say ? Say(say, id, text, row) : row.Text("ask") is { } ask ? Ask(ask, id, text, row) : [];
    }

    private IEnumerable<SessionEvent> Say(string say, string id, string text, JsonElement row)
    {
        switch (say)
        {
            case "text" when text.Length > 0:
                var role = _hasTask ? "assistant" : "user";
                _hasTask = true;
                return [new MessageSpoken(id, role, text)];
            case "user_feedback" when text.Length > 0:
                return [new MessageSpoken(id, "user", text)];
            case "reasoning" when text.Length > 0:
                return [new MessageSpoken(id, "thinking", text)];
            case "tool":
                return Tool(id, row);
            case "command_output" when _command is { } command:
                _command = null;
                return [new ToolReturned(command, IsError: false, ExitCode: null, text)];
            case "mcp_server_response" when _served is { } served:
                _served = null;
                return [new ToolReturned(served, IsError: false, ExitCode: null, text)];
            case "subtask_result" when _subtask is { } subtask:
                _subtask = null;
                return [new ToolReturned(subtask, IsError: false, ExitCode: null, text)];
            default:
                return [];
        }
    }

    private IEnumerable<SessionEvent> Ask(string ask, string id, string text, JsonElement row)
    {
        switch (ask)
        {
            case "tool":
                return Tool(id, row);
            case "command":
                _command = id;
                return [new ToolCalled(id, KiloNames.Shell, KiloArguments.Of("command", text))];
            case "followup":
                return [new ToolCalled(id, "ask_followup_question", KiloArguments.Of("question", text))];
            case "use_mcp_server":
                _served = id;
                using (var payload = KiloScreen.PayloadOf(row.Field("text")))
                {
                    return [new ToolCalled(id, KiloNames.Mcp, KiloArguments.OfServer(payload?.RootElement ?? default))];
                }
            default:
                return [];
        }
    }

    private IEnumerable<SessionEvent> Tool(string id, JsonElement row)
    {
        using var payload = KiloScreen.PayloadOf(row.Field("text"));
        var tool = KiloNames.OfScreen(payload?.RootElement.Text("tool") ?? "unknown");
        if (tool == KiloNames.Spawn)
        {
            _subtask = id;
        }
        return [new ToolCalled(id, tool, payload is null ? "{}" : KiloArguments.OfTool(payload.RootElement))];
    }
}
