using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LwCoder.Tests.Support.Kilo;

/// <summary>One generated task: its conversation and its screen, in either protocol.</summary>
internal sealed class KiloTaskText(Random random, string folder, long start, string mode)
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Name in the conversation, name on the screen, how often among 863 tasks.</summary>
    private static readonly (string Name, string Shown, int Weight)[] Tools =
    [
        ("read_file", "readFile", 1919), ("apply_diff", "appliedDiff", 1454), ("update_todo_list", "updateTodoList", 1438),
        ("new_task", "newTask", 577), ("search_files", "searchFiles", 477), ("list_files", "listFilesTopLevel", 270),
        ("write_to_file", "newFileCreated", 109), ("switch_mode", "switchMode", 65), ("delete_file", "deleteFile", 4),
        ("execute_command", "", 3628), ("use_mcp_tool", "", 3365),
    ];

    private static readonly string[] Commands =
        ["pytest -q", "ruff check .", "git status --short", "npm test", "ls -la src", "mypy src && pytest", "cat package.json",
            "make build"];

    private static readonly string Code = string.Concat(Enumerable.Range(0, 4000).Select(line => line % 7 == 0
        ? $"    \"name{line}\": \"value \\\\ {line}\",\n"
            : $"    def handle_{line}(self, request):  # ≥ {line}\n\t\treturn self.rows[{line}]\n"));

    private readonly bool _isNative = random.NextDouble() < 0.7;
    private long _time = start;

    public required string Task { get; init; }

    public bool MaySpawn { get; init; }

    public List<(long Started, string Message, string Mode)> Spawned { get; } = [];

    public int Requests { get; private set; }

    public int Calls { get; private set; }

    public decimal Cost { get; private set; }

    public long Bytes { get; private set; }

    public long End => _time;

    public static string Prose(Random random, int length)
    {
        string[] words =
            ["the", "parser", "returns", "wrong", "rows", "when", "input", "is", "empty", "fix", "and", "add", "a", "test"];
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append(words[random.Next(words.Length)]).Append(random.Next(12) == 0 ? ".\n" : " ");
        }
        return text.ToString().Trim();
    }

    public void Write()
    {
        Directory.CreateDirectory(folder);
        using (var conversation = File.Create(Path.Combine(folder, "api_conversation_history.json")))
        using (var screen = File.Create(Path.Combine(folder, "ui_messages.json")))
        using (var said = new Utf8JsonWriter(conversation, Format))
        using (var shown = new Utf8JsonWriter(screen, Format))
        {
            said.WriteStartArray();
            shown.WriteStartArray();
            Show(shown, "say", "text", Task);
            User(said, json => Text(json, $"<task>\n{Task}\n</task>"));
            var requests = 1 + (int)(-16 * Math.Log(1 - random.NextDouble()));
            for (var request = 1; request <= requests; request++)
            {
                Turn(said, shown, isLast: request == requests);
                said.Flush();
                shown.Flush();
            }
            said.WriteEndArray();
            shown.WriteEndArray();
        }
        File.WriteAllText(
            Path.Combine(folder, "task_metadata.json"), """{"files_in_context":[{"path":"src/a.py","record_state":"active"}]}""");
        Bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
    }

    private void Turn(Utf8JsonWriter said, Utf8JsonWriter shown, bool isLast)
    {
        var cost = Math.Round((decimal)(random.NextDouble() * 0.074), 6);
        (Requests, Cost, _time) = (Requests + 1, Cost + cost, _time + random.Next(800, 9000));
        Show(shown, "say", "api_req_started", Json(json =>
        {
            json.WriteString("request", Lines(random.Next(20, 1600)));
            json.WriteString("apiProtocol", "anthropic");
            json.WriteNumber("tokensIn", random.Next(100, 12_000));
            json.WriteNumber("tokensOut", random.Next(20, 1100));
            json.WriteNumber("cacheWrites", random.Next(0, 2000));
            json.WriteNumber("cacheReads", random.Next(20_000, 82_000));
            json.WriteNumber("cost", cost);
        }));
        var prose = Prose(random, random.Next(40, 600));
        Show(shown, "say", "text", prose);
        var call = $"toolu_{random.NextInt64():x16}";
        if (isLast)
        {
            Assistant(said, prose, call, "attempt_completion", new() { ["result"] = "Done, and tested." });
            Show(shown, "say", "completion_result", "Done, and tested.");
            Show(shown, "ask", "completion_result", "");
            return;
        }
        Calls++;
        var tool = Pick();
        var arguments = ArgumentsOf(tool.Name);
        Assistant(said, prose, call, tool.Name, arguments);
        ShowCall(shown, tool.Shown, tool.Name, arguments);
        if (tool.Name == "new_task")
        {
            Spawned.Add((_time, arguments["message"], "code"));
            _time += random.Next(20_000, 60_000);
        }
        _time += random.Next(50, 4000);
        Answer(said, call, tool.Name, ResultOf(tool.Name));
        if (tool.Name == "execute_command")
        {
            Show(shown, "say", "command_output", Lines(random.Next(1, 60)));
        }
    }

    private (string Name, string Shown, int Weight) Pick()
    {
        var tools = MaySpawn ? Tools : Tools.Where(tool => tool.Name != "new_task").ToArray();
        var at = random.Next(tools.Sum(tool => tool.Weight));
        return tools.First(tool => (at -= tool.Weight) < 0);
    }

    private Dictionary<string, string> ArgumentsOf(string tool) => tool switch
    {
        "execute_command" => new() { ["command"] = Commands[random.Next(Commands.Length)] },
        "use_mcp_tool" =>
            new() { ["server_name"] = "sequentialthinking", ["tool_name"] = "process_thought", ["arguments"] = "{}" },
        "new_task" => new() { ["mode"] = "code", ["message"] = $"Subtask {random.NextInt64():x}: {Prose(random, 300)}" },
        "apply_diff" or "write_to_file" =>
            new() { ["path"] = "src/a.py", [tool == "apply_diff" ? "diff" : "content"] = Lines(random.Next(5, 120)) },
        "update_todo_list" => new() { ["todos"] = "[x] one\n[ ] two" },
        "search_files" => new() { ["path"] = "src", ["regex"] = "def .*" },
        "switch_mode" => new() { ["mode_slug"] = "debug" },
        _ => new() { ["path"] = $"src/file{random.Next(40)}.py" },
    };

    private string ResultOf(string tool) => tool switch
    {
        "read_file" => Lines(random.Next(50, 3200)),
        "search_files" or "list_files" => Lines(random.Next(20, 600)),
        "execute_command" => random.Next(5) == 0
            ? "Command executed in terminal  within working directory '/home/dev/app'. Command execution was not successful, "
                + $"inspect the cause and adjust as needed.\nExit code: 1\nOutput:\n{Lines(40)}"
            : "Command executed in terminal  within working directory '/home/dev/app'. Exit code: "
                + $"0\nOutput:\n{Lines(random.Next(1, 200))}",
        "new_task" => "[new_task completed] Result: the subtask is done",
        _ => random.Next(12) == 0 ? """{"status":"error","message":"The tool execution failed","error":"no match"}""" : "ok",
    };

    private void Assistant(Utf8JsonWriter json, string prose, string call, string tool, Dictionary<string, string> arguments)
    {
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        if (_isNative)
        {
            Text(json, prose);
            json.WriteStartObject();
            json.WriteString("type", "tool_use");
            json.WriteString("id", call);
            json.WriteString("name", tool);
            json.WriteStartObject("input");
            foreach (var (name, value) in arguments)
            {
                json.WriteString(name, value);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
        {
            var inner = string.Concat(arguments.Select(pair => $"<{pair.Key}>{pair.Value}</{pair.Key}>\n"));
            Text(json, $"<thinking>{prose}</thinking>\n\n<{tool}>\n{inner}</{tool}>");
        }
        json.WriteEndArray();
        json.WriteNumber("ts", _time += 5);
        json.WriteEndObject();
    }

    private void Answer(Utf8JsonWriter json, string call, string tool, string result) => User(json, content =>
    {
        if (_isNative)
        {
            content.WriteStartObject();
            content.WriteString("type", "tool_result");
            content.WriteString("tool_use_id", call);
            content.WriteString("content", result);
            content.WriteEndObject();
        }
        else
        {
            Text(content, $"[{tool} for 'src/a.py'] Result:");
            Text(content, result);
        }
    });

    private void User(Utf8JsonWriter json, Action<Utf8JsonWriter> content)
    {
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        content(json);
        Text(json, $"""
            <environment_details>
            # Current Time
            2026-01-05T08:00:00Z

            # Current Cost
            ${Cost.ToString("0.00", CultureInfo.InvariantCulture)}

            # Current Mode
            <slug>{mode}</slug>
            <name>Code</name>
            <model>anthropic/claude-sonnet-4.5</model>

            # Current Workspace Directory (/home/dev/app) Files
            {Lines(random.Next(20, 200))}
            </environment_details>
            """);
        json.WriteEndArray();
        json.WriteNumber("ts", _time += 5);
        json.WriteEndObject();
    }

    private void ShowCall(Utf8JsonWriter json, string shown, string tool, Dictionary<string, string> arguments)
    {
        switch (tool)
        {
            case "execute_command":
                Show(json, "ask", "command", arguments["command"]);
                break;
            case "use_mcp_tool":
                Show(
                    json, "ask", "use_mcp_server",
                    """{"type":"use_mcp_tool","serverName":"sequentialthinking","toolName":"process_thought","arguments":"{}"}""");
                Show(json, "say", "mcp_server_response", Prose(random, 300));
                break;
            case "new_task":
                Show(json, "ask", "tool", Json(payload =>
                {
                    payload.WriteString("tool", shown);
                    payload.WriteString("mode", "💻 Code");
                    payload.WriteString("content", arguments["message"]);
                }));
                break;
            default:
                Show(json, "ask", "tool", Json(payload =>
                {
                    payload.WriteString("tool", shown);
                    foreach (var (name, value) in arguments)
                    {
                        payload.WriteString(name, value);
                    }
                }));
                break;
        }
    }

    private void Show(Utf8JsonWriter json, string type, string kind, string text)
    {
        json.WriteStartObject();
        json.WriteNumber("ts", _time++);
        json.WriteString("type", type);
        json.WriteString(type, kind);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Json(Action<Utf8JsonWriter> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private string Lines(int lines)
    {
        var length = Math.Min(lines * 38, Code.Length - 1);
        return Code.Substring(random.Next(Code.Length - length), length);
    }
}
