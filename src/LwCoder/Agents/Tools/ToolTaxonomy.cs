using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Tools.Shell;

namespace LwCoder.Agents.Tools;

/// <summary>
/// Understands calls of tools, whichever agent made them. Pure; wrong or cut arguments cost only what they would say.
/// </summary>
internal static class ToolTaxonomy
{
    /// <summary>Servers whose tools opencode and Kilo list as `server_tool`, which no rule tells from another name.</summary>
    private static readonly string[] KnownServers = ["augment-context-engine", "sequentialthinking", "context7", "sonarqube"];

    /// <summary>Between a server and its tool: Claude and codex, droid, Kilo.</summary>
    private static readonly string[] Separators = ["___", "__", "--"];

    public static ToolUse Classify(ToolCalled call) => Classify(call.Tool, call.Arguments);

    /// <param name="arguments">A JSON object.</param>
    public static ToolUse Classify(string tool, string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(SurrogateEscapes.Repair(arguments));
            return Classify(tool, document.RootElement);
        }
        catch (Exception cut) when (cut is JsonException or ArgumentException)
        {
            return Classify(tool, default(JsonElement));
        }
    }

    public static ToolUse Classify(string tool, JsonElement arguments)
    {
        if (ServedTool(tool) is { } served)
        {
            return served;
        }
        var kind = ToolNames.KindOf(tool);
        return kind switch
        {
            ToolKind.Shell => Shell(tool, CommandIn(arguments)),
            ToolKind.Mcp => new ToolUse(kind, tool)
            {
                Server = First(arguments, "server_name", "serverName", "server"),
                ServedTool = First(arguments, "tool_name", "toolName", "tool", "uri"),
            },
            ToolKind.Spawn => new ToolUse(kind, tool)
            {
                Subagent = First(arguments, "subagent_type", "subagent", "agent", "agent_type", "mode"),
            },
            _ => new ToolUse(kind, tool)
            {
                Target = First(
                    arguments, "file_path", "filePath", "path", "notebook_path", "absolute_path", "pattern", "regex", "query",
                    "url"),
            },
        };
    }

    /// <summary>A shell tool's call, where the command is known without its arguments.</summary>
    public static ToolUse Shell(string tool, string? command)
    {
        var script = command is null ? null : ShellScript.Parse(command);
        return new ToolUse(script is null ? ToolKind.Shell : ShellKind.Of(script), tool) { Script = script };
    }

    private static ToolUse? ServedTool(string tool)
    {
        var name = tool;
        var isPrefixed = false;
        foreach (var prefix in (ReadOnlySpan<string>)["mcp__", "mcp--", "mcp___"])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                (name, isPrefixed) = (name[prefix.Length..].TrimStart('_'), true);
                break;
            }
        }
        foreach (var separator in Separators)
        {
            var at = name.IndexOf(separator, StringComparison.Ordinal);
            if (at > 0 && at + separator.Length < name.Length)
            {
                return Served(tool, name[..at], name[(at + separator.Length)..]);
            }
        }
        var known = Array.Find(KnownServers, server =>
            name.Length > server.Length + 1 && name.StartsWith(server, StringComparison.Ordinal) && name[server.Length] is '_');
        return known is not null ? Served(tool, known, name[(known.Length + 1)..])
            : isPrefixed ? new ToolUse(ToolKind.Mcp, tool) { ServedTool = name } : null;
    }

    private static ToolUse Served(string tool, string server, string served) =>
        new(ToolKind.Mcp, tool) { Server = server, ServedTool = served };

    /// <summary>A text, or the list of arguments that codex gives to its shell.</summary>
    private static string? CommandIn(JsonElement arguments)
    {
        foreach (var name in (ReadOnlySpan<string>)["command", "cmd", "script"])
        {
            var field = arguments.Field(name);
            if (field.AsText() is { } text)
            {
                return text;
            }
            if (field.ValueKind == JsonValueKind.Array)
            {
                return string.Join(' ', field.Items().Select(word => ShellScript.Quote(word.AsText() ?? word.GetRawText())));
            }
        }
        return null;
    }

    private static string? First(JsonElement arguments, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (arguments.Text(name) is { Length: > 0 } text)
            {
                return text;
            }
        }
        return null;
    }
}
