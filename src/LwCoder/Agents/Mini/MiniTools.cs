using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Agents.Events;
using Microsoft.Extensions.AI;

namespace LwCoder.Agents.Mini;

/// <param name="Text">For the model and the record.</param>
internal sealed record ToolOutput(string Text, bool IsError, int? ExitCode)
{
    public static ToolOutput Failed(string why) => new(why, IsError: true, ExitCode: null);
}

/// <summary>Starts a subagent.</summary>
/// <param name="call">The id of the tool call that does.</param>
internal delegate Task<ToolOutput> DelegateAsync(string subagent, string task, string call);

/// <summary>The tools of one conversation. A call that makes no sense is answered with what is wrong with it.</summary>
/// <param name="delegateAsync">Null for a subagent, which has none of its own.</param>
internal sealed class MiniTools(
    IAgentShell shell, MiniBudget budget, IReadOnlyList<Subagent> subagents, DelegateAsync? delegateAsync)
{
    private const int DefaultSeconds = 120;
    private const int MostSeconds = 1800;

    /// <summary>Bytes of a command's output; some five thousand tokens.</summary>
    private const int MostOutput = 20_000;

    /// <summary>One argument may have 128 KiB on Linux.</summary>
    private const int LongestCommand = 100_000;

    /// <summary>bash where it is there, else what POSIX promises.</summary>
    private const string Bash = "command -v bash >/dev/null 2>&1 && exec bash -c \"$1\"; exec sh -c \"$1\"";

    /// <summary>Commands are read by people too: no `\u0026` for `&amp;`.</summary>
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Programs that would wait for a person, colour their output or leave servers behind are told not to.</summary>
    private static readonly Dictionary<string, string> Quiet = new()
    {
        ["PAGER"] = "cat", ["GIT_PAGER"] = "cat", ["MANPAGER"] = "cat", ["GIT_EDITOR"] = "true", ["GIT_TERMINAL_PROMPT"] = "0",
        ["TERM"] = "dumb", ["PIP_PROGRESS_BAR"] = "off", ["TQDM_DISABLE"] = "1", ["npm_config_progress"] = "false",
        ["DEBIAN_FRONTEND"] = "noninteractive",
        ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_SKIP_WORKLOAD_INTEGRITY_CHECK"] = "1",
    };

    private readonly MiniFiles _files = new(shell);

    public IList<AITool> Declarations { get; } = Declare(delegateAsync is not null && subagents.Count > 0);

    public static string ArgumentsOf(FunctionCallContent call) => Arguments(call).GetRawText();

    /// <returns>Null for any other tool.</returns>
    public static LastWords? ReadFinish(FunctionCallContent call) =>
        call.Name != "finish" || call.Exception is not null || Arguments(call).Text("summary") is not { } summary
            ? null
            : new LastWords(Arguments(call).Flag("failed") ? ResultStatus.Failed : ResultStatus.Success, summary);

    /// <param name="id">Under which the call is recorded.</param>
    public async Task<ToolOutput> CallAsync(FunctionCallContent call, string id, CancellationToken cancel)
    {
        if (call.Exception is { } broken)
        {
            return ToolOutput.Failed($"the arguments of this call are no JSON object: {broken.Message}");
        }
        var arguments = Arguments(call);
        return (call.Name, arguments.Text("path"), arguments.Text("text")) switch
        {
            ("bash", _, _) when arguments.Text("command") is { } command =>
                await RunAsync(command, arguments.Whole("timeout_seconds"), cancel),
            ("edit", { } path, _) when (arguments.Text("find"), arguments.Text("replace")) is ({ } find, { } replace) =>
                await _files.EditAsync(path, find, replace, cancel),
            ("write", { } path, { } text) => await _files.WriteAsync(path, text, cancel),
            ("task", _, _) when delegateAsync is not null
                && (arguments.Text("subagent"), arguments.Text("task")) is ({ } subagent, { } task) =>
                await delegateAsync(subagent, task, id),
            ("bash" or "edit" or "write" or "task" or "finish", _, _) =>
                ToolOutput.Failed($"'{call.Name}' lacks an argument, or cannot be called here; see its parameters"),
            _ => ToolOutput.Failed(
                $"there is no tool '{call.Name}'; there are: {string.Join(", ", Declarations.Select(tool => tool.Name))}"),
        };
    }

    private async Task<ToolOutput> RunAsync(string command, long? seconds, CancellationToken cancel)
    {
        if (command.Length > LongestCommand || command.Contains('\0'))
        {
            return ToolOutput.Failed("the command is too long or holds a NUL character; write a file with 'write' and run that");
        }
        var timeout = TimeSpan.FromSeconds(Math.Clamp(seconds ?? DefaultSeconds, 1, MostSeconds));
        if (timeout > budget.TimeLeft)
        {
            timeout = budget.TimeLeft > TimeSpan.FromSeconds(1) ? budget.TimeLeft : TimeSpan.FromSeconds(1);
        }
        var result = await shell.RunAsync(
            new ShellCommand(["sh", "-c", Bash, "bash", command], timeout, MostOutput) { Environment = Quiet }, cancel);
        var text = MiniFiles.ToText(result);
        return result.ExitCode switch
        {
            null => new(
                $"{text}\n[ended: it took longer than {timeout.TotalSeconds:0} s; timeout_seconds can be up to {MostSeconds}]",
                IsError: true, ExitCode: null),
            0 => new(text.Length == 0 ? "[no output]" : text, IsError: false, 0),
            { } code => new($"{text}\n[exit code {code}]", IsError: true, code),
        };
    }

    /// <summary>Clients give JSON elements, or plain values; both are JSON once more.</summary>
    private static JsonElement Arguments(FunctionCallContent call)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
            {
                json.WritePropertyName(name);
                switch (value)
                {
                    case JsonElement element: element.WriteTo(json); break;
                    case null: json.WriteNullValue(); break;
                    case bool flag: json.WriteBooleanValue(flag); break;
                    case int or long or double: json.WriteNumberValue(Convert.ToDecimal(value, null)); break;
                    default: json.WriteStringValue(value.ToString()); break;
                }
            }
            json.WriteEndObject();
        }
        return JsonDocument.Parse(buffer.ToArray()).RootElement;
    }

    private static List<AITool> Declare(bool withTask)
    {
        List<AITool> tools =
        [
            Tool("bash", "Runs a command and returns its output and exit code.", """
                "command": {"type": "string"},
                "timeout_seconds": {"type": "integer", "description": "1 to 1800; 120 unless given"}
                """, "command"),
            Tool("edit", "Replaces text in a file. 'find' must be in the file exactly once, as it stands there.", """
                "path": {"type": "string"}, "find": {"type": "string"}, "replace": {"type": "string"}
                """, "path", "find", "replace"),
            Tool("write", "Makes a file, with the folders it needs, or replaces all of it.", """
                "path": {"type": "string"}, "text": {"type": "string"}
                """, "path", "text"),
            Tool("finish", "Ends the work with a summary, the only thing that is read of it.", """
                "summary": {"type": "string"},
                "failed": {"type": "boolean", "description": "true if the work could not be done"}
                """, "summary"),
        ];
        if (withTask)
        {
            tools.Add(
                Tool("task", "Has a subagent do something and returns its answer. It sees nothing of this conversation.", """
                "subagent": {"type": "string"}, "task": {"type": "string"}
                """, "subagent", "task"));
        }
        return tools;
    }

    private static AIFunctionDeclaration Tool(string name, string description, string properties, params string[] required)
    {
        using var schema = JsonDocument.Parse($$"""
            {"type": "object", "properties": { {{properties}} }, "required": ["{{string.Join("\", \"", required)}}"],
             "additionalProperties": false}
            """);
        return AIFunctionFactory.CreateDeclaration(name, description, schema.RootElement.Clone());
    }
}
