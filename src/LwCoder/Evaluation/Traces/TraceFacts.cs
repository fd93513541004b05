using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Platform.Terminal;
using LwCoder.Sessions;

namespace LwCoder.Evaluation.Traces;

/// <summary>
/// What can be counted in a session without understanding it: which tools, which files, which commands, what failed. Only
/// what the agent reports as a failure is one; a text that speaks of errors is not.
/// </summary>
internal sealed class TraceFacts
{
    private const int MostFiles = 20;
    private const int MostCommands = 10;
    private const int LongestCommand = 100;
    private const int MostErrors = 5;
    private const int LongestError = 200;

    /// <summary>By the names the agents give their tools.</summary>
    private static readonly string[] CreateTools = ["Write", "Create", "write"];
    private static readonly string[] EditTools = ["Edit", "MultiEdit", "NotebookEdit", "ApplyPatch", "edit"];
    private static readonly string[] ReadTools = ["Read", "NotebookRead"];
    private static readonly string[] ShellTools = ["Bash", "Execute", "bash"];

    private static readonly string[] FileArguments = ["file_path", "filePath", "notebook_path", "path"];

    private readonly IReadOnlyList<string> _roots;
    private readonly SortedDictionary<string, int> _tools = new(StringComparer.Ordinal);
    private readonly List<string> _modified = [];
    private readonly List<string> _created = [];
    private readonly List<string> _read = [];
    private readonly List<string> _commands = [];
    private readonly List<string> _errors = [];
    private readonly Dictionary<string, string> _openCalls = [];
    private readonly EventSummary _summary = new();

    /// <param name="worktree">Where the work was done; paths in it are shown relative to it.</param>
    public TraceFacts(string worktree) => _roots = [worktree.TrimEnd('/', '\\'), "/workspace"];

    public void Observe(SessionEvent happened)
    {
        _summary.Observe(happened);
        switch (happened)
        {
            case ToolCalled call:
                _tools[call.Tool] = _tools.GetValueOrDefault(call.Tool) + 1;
                _openCalls[call.Id] = call.Tool;
                Sort(call);
                break;
            case ToolReturned result:
                _openCalls.Remove(result.Id, out var tool);
                if (result.IsError || result.ExitCode is not (null or 0))
                {
                    var code = result.ExitCode is { } exit
                        ? string.Create(CultureInfo.InvariantCulture, $" (exit code {exit})")
                        : "";
                    _errors.Add($"{tool ?? "a tool"}{code}: {result.Text}");
                }
                break;
            case SessionError error:
                _errors.Add($"{SessionEventLine.NameOf(error.Class)}: {error.Text}");
                break;
        }
    }

    /// <summary>As Markdown sections, each item on a line of its own.</summary>
    public string ToMarkdown(IEnumerable<(string Name, string Value)> metadata)
    {
        var page = new MarkdownList();
        page.Heading("Session Metadata");
        page.Item($"**Session ID**: {_summary.Session ?? "unknown"}");
        foreach (var (name, value) in metadata)
        {
            page.Item($"**{name}**: {value}");
        }
        page.Item(string.Create(
            CultureInfo.InvariantCulture,
            $"**Tokens**: {_summary.Usage.Input} in, {_summary.Usage.Output} out, {_summary.Usage.Cached} cached"));
        page.Heading("Tool Usage");
        foreach (var (tool, count) in _tools)
        {
            page.Item(string.Create(CultureInfo.InvariantCulture, $"{tool}: {count}"));
        }
        page.Heading("Files Accessed");
        // What was created and then edited was not there before.
        page.Items("Modified", _modified.Except(_created), int.MaxValue);
        page.Items("Created", _created, int.MaxValue);
        page.Items("Read", _read, MostFiles);
        page.Heading("Bash Commands");
        page.Items(null, _commands.Select(command => TerminalText.OneLine(command, LongestCommand)), MostCommands);
        page.Heading("Errors");
        page.Items(null, _errors.Select(error => TerminalText.OneLine(error, LongestError)), MostErrors);
        return page.ToString();
    }

    private void Sort(ToolCalled call)
    {
        using var arguments = Parse(call.Arguments);
        if (arguments is null)
        {
            return;
        }
        if (ShellTools.Contains(call.Tool))
        {
            _commands.Add(arguments.RootElement.Text("command") ?? "");
            return;
        }
        var list = CreateTools.Contains(call.Tool) ? _created
            : EditTools.Contains(call.Tool) ? _modified
            : ReadTools.Contains(call.Tool) ? _read
            : null;
        if (list is not null
            && FileArguments.Select(name => arguments.RootElement.Text(name)).FirstOrDefault(path => path is not null)
            is { } path)
        {
            list.Add(Relative(path));
        }
    }

    private string Relative(string path) =>
        _roots.FirstOrDefault(root => root.Length > 0 && path.StartsWith(root + "/", StringComparison.Ordinal)) is { } root
            ? path[(root.Length + 1)..]
            : path;

    private static JsonDocument? Parse(string arguments)
    {
        try
        {
            return JsonDocument.Parse(SurrogateEscapes.Repair(arguments));
        }
        catch (Exception cut) when (cut is JsonException or ArgumentException)
        {
            // Arguments that were too long to be kept whole.
            return null;
        }
    }
}
