using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.Kilo;

/// <summary>
/// Reads `api_conversation_history.json`: what went to the model and came back, in the XML protocol or the native one, with texts
/// that are strings or lists of blocks.
/// </summary>
internal sealed class KiloConversation(string path)
{
    private readonly JsonArrayFile _file = new(path);
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    /// <summary>Calls written as XML that wait for their results: id and tool.</summary>
    private readonly List<ToolCalled> _open = [];

    /// <summary>Native calls of the shell, whose answers have an exit code.</summary>
    private readonly HashSet<string> _shells = [];

    public bool IsWhole => Damage is null;

    /// <summary>What could not be read, known at the end; null when all could.</summary>
    public string? Damage => _file.Damage;

    public bool HasMessages { get; private set; }

    /// <summary>The tool that says that the task is done was called, and nothing was said after it.</summary>
    public string? Completion { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    public IEnumerable<SessionEvent> Read()
    {
        var events = new List<SessionEvent>();
        var index = 0;
        foreach (var message in _file.Read())
        {
            events.Clear();
            Read(message, index++, events);
            foreach (var happened in events)
            {
                yield return happened with { Time = happened.Time ?? Last };
            }
        }
    }

    /// <summary>What the first messages say about the surroundings.</summary>
    public static KiloSurroundings SurroundingsIn(string path)
    {
        var known = new KiloSurroundings(null, null, null);
        foreach (var message in new JsonArrayFile(path).Read().Take(8))
        {
            foreach (var text in TextsOf(message.Field("content")))
            {
                if (KiloSurroundings.In(text) is { } found)
                {
                    known = known with
                    {
                        Mode = known.Mode ?? found.Mode,
                        Model = known.Model ?? found.Model,
                        Workspace = known.Workspace ?? found.Workspace,
                    };
                }
            }
            if (known is { Mode: not null, Model: not null })
            {
                break;
            }
        }
        return known;
    }

    private void Read(JsonElement message, int index, List<SessionEvent> events)
    {
        var time = KiloTime.Of(message);
        Last = time ?? Last;
        var isUser = message.Text("role") == "user";
        var id = IdOf(message, index, isUser);
        if (message.Text("type") == "reasoning" || message.Text("reasoning_content") is not null)
        {
            Think(id, message.Text("reasoning_content") ?? TextOf(message.Field("summary")), events);
        }
        if (message.Text("role") is null || message.Flag("isTruncationMarker"))
        {
            return;
        }
        HasMessages = true;
        if (isUser)
        {
            ReadUser(id, message.Field("content"), events);
        }
        else
        {
            ReadAssistant(id, message.Field("content"), events);
        }
    }

    private void ReadAssistant(string id, JsonElement content, List<SessionEvent> events)
    {
        Completion = null;
        _open.Clear();
        if (content.AsText() is { } whole)
        {
            ReadText(id, whole, events);
        }
        foreach (var block in content.Items())
        {
            switch (block.Text("type"))
            {
                case "text" when block.Text("text") is { } text:
                    ReadText(id, text, events);
                    break;
                case "thinking" or "reasoning":
                    Think(id, block.Text("thinking") ?? block.Text("text") ?? TextOf(block.Field("summary")), events);
                    break;
                case "tool_use" when block.Text("id") is { } call:
                    var arguments = block.Field("input").AsObject();
                    var tool = block.Text("name") ?? "unknown";
                    if (ToolNames.IsShell(tool))
                    {
                        _shells.Add(call);
                    }
                    events.Add(new ToolCalled(call, tool, arguments));
                    NoteCompletion(tool, block.Field("input").Text("result"));
                    break;
            }
        }
    }

    private void ReadText(string id, string text, List<SessionEvent> events)
    {
        var said = text;
        var calls = KiloXml.CallsIn(text).ToList();
        if (calls.Count > 0)
        {
            said = text[..calls[0].Start];
        }
        var isThought = said.AsSpan().TrimStart().StartsWith("<thinking>");
        said =
            said.Replace("<thinking>", "", StringComparison.Ordinal).Replace("</thinking>", "", StringComparison.Ordinal).Trim();
        if (said.Length > 0)
        {
            events.Add(new MessageSpoken(id, isThought ? "thinking" : "assistant", said));
        }
        foreach (var call in calls)
        {
            var called = new ToolCalled(
                string.Create(CultureInfo.InvariantCulture, $"{id}:{_open.Count}"), call.Tool, call.Arguments);
            _open.Add(called);
            events.Add(called);
            NoteCompletion(call.Tool, "");
        }
    }

    private void ReadUser(string id, JsonElement content, List<SessionEvent> events)
    {
        ToolCalled? answered = null;
        foreach (var text in content.AsText() is { } whole ? [whole] : content.Items().SelectMany(block => Blocks(block, events)))
        {
            var said = KiloSurroundings.Without(text);
            if (KiloAnswers.HeaderOf(said) is { } header)
            {
                answered = Take(header.Tool);
                said = said[header.ResultAt..];
                if (answered is not null && said.Length > 0)
                {
                    Answer(answered, said, events);
                    answered = null;
                }
                continue;
            }
            if (string.IsNullOrWhiteSpace(said))
            {
                continue;
            }
            if (answered is not null)
            {
                Answer(answered, said, events);
                answered = null;
            }
            else if (KiloWords.OfUser(said) is { } words)
            {
                Completion = null;
                events.Add(new MessageSpoken(id, "user", words));
            }
        }
        if (answered is not null)
        {
            Answer(answered, "", events);
        }
    }

    /// <summary>The texts among the user's blocks; results of native calls go their own way.</summary>
    private IEnumerable<string> Blocks(JsonElement block, List<SessionEvent> events)
    {
        switch (block.Text("type"))
        {
            case "text" when block.Text("text") is { } text:
                return [text];
            case "tool_result" when block.Text("tool_use_id") is { } call:
                var result = TextOf(block.Field("content"));
                events.Add(KiloAnswers.Read(call, result, block.Flag("is_error"), _shells.Remove(call)));
                break;
        }
        return [];
    }

    private static void Answer(ToolCalled call, string text, List<SessionEvent> events) =>
        events.Add(KiloAnswers.Read(call.Id, text, isError: false, ToolNames.IsShell(call.Tool)));

    private ToolCalled? Take(string tool)
    {
        var at = _open.FindIndex(call => call.Tool == tool);
        at = at < 0 && _open.Count == 1 ? 0 : at;
        if (at < 0)
        {
            return null;
        }
        var call = _open[at];
        _open.RemoveAt(at);
        return call;
    }

    private void NoteCompletion(string tool, string? result)
    {
        if (tool == KiloNames.Complete)
        {
            Completion = result ?? "";
        }
    }

    private static void Think(string id, string? text, List<SessionEvent> events)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            events.Add(new MessageSpoken(id, "thinking", text));
        }
    }

    /// <summary>Its own id, else when it was said: positions shift when a conversation is condensed.</summary>
    private string IdOf(JsonElement message, int index, bool isUser)
    {
        var id = message.Text("id") is { Length: > 0 } own ? own
            : message.Whole("ts") is { } time ? string.Create(CultureInfo.InvariantCulture, $"{(isUser ? 'u' : 'a')}{time}")
            : string.Create(CultureInfo.InvariantCulture, $"#{index}");
        var times = _ids[id] = _ids.GetValueOrDefault(id) + 1;
        return times == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{times}");
    }

    private static IEnumerable<string> TextsOf(JsonElement content) => content.AsText() is { } whole
        ? [whole]
        : content.Items().Select(block => block.Text("text") ?? TextOf(block.Field("content")));

    private static string TextOf(JsonElement content) => content.AsText() ?? string.Join(
        '\n', content.Items().Select(block => block.AsText() ?? block.Text("text") ?? $"[{block.Text("type") ?? "unknown"}]"));
}
