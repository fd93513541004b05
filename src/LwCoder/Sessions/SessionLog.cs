using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Agents.Events;

namespace LwCoder.Sessions;

/// <summary>
/// `session.jsonl`, one event a line. Each line reaches the operating system in one write, so that a killed process
/// loses at most the line it was at.
/// </summary>
internal sealed class SessionLog : IDisposable
{
    /// <summary>Characters kept of one field; the middle of a longer one is left out and says so.</summary>
    private const int LongestField = 1024 * 1024;

    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream _file;
    private readonly MemoryStream _line = new();

    /// <summary>Opens the log at its end, after the last whole line's end if the one before it was cut.</summary>
    public SessionLog(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = PrivateFile;
        }
        _file = new FileStream(path, options);
        if (_file.Length > 0)
        {
            _file.Seek(-1, SeekOrigin.End);
            if (_file.ReadByte() != '\n')
            {
                _file.WriteByte((byte)'\n');
            }
        }
    }

    public void Write(SessionEvent sessionEvent)
    {
        _line.SetLength(0);
        using (var json = new Utf8JsonWriter(_line, Format))
        {
            Write(json, sessionEvent);
        }
        _line.WriteByte((byte)'\n');
        _file.Write(_line.GetBuffer().AsSpan(0, (int)_line.Length));
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The events of a log that may still be written to or end in the middle of a line; foreign lines are passed over.</summary>
    public static IEnumerable<SessionEvent> Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (SessionLogLine.Parse(line) is { } sessionEvent)
            {
                yield return sessionEvent;
            }
        }
    }

    private static void Write(Utf8JsonWriter json, SessionEvent sessionEvent)
    {
        json.WriteStartObject();
        if (sessionEvent.Time is { } time)
        {
            json.WriteString("ts", time.UtcDateTime);
        }
        json.WriteNumber("seq", sessionEvent.Sequence);
        WriteOptional(json, "session", sessionEvent.Session);
        WriteOptional(json, "parent", sessionEvent.Parent);
        switch (sessionEvent)
        {
            case SessionStarted started:
                json.WriteString("kind", "session");
                json.WriteString("tool", started.Tool);
                WriteOptional(json, "version", started.Version);
                WriteOptional(json, "model", started.Model);
                WriteOptional(json, "mode", started.Mode);
                break;
            case MessageSpoken message:
                json.WriteString("kind", "message");
                WriteOptional(json, "id", message.Id);
                json.WriteString("role", message.Role);
                WriteText(json, message.Text);
                break;
            case ToolCalled call:
                json.WriteString("kind", "tool_call");
                json.WriteString("id", call.Id);
                json.WriteString("tool", call.Tool);
                WriteArguments(json, call.Arguments);
                break;
            case ToolReturned result:
                json.WriteString("kind", "tool_result");
                json.WriteString("id", result.Id);
                json.WriteBoolean("is_error", result.IsError);
                if (result.ExitCode is { } code)
                {
                    json.WriteNumber("exit_code", code);
                }
                WriteText(json, result.Text);
                break;
            case UsageReported usage:
                json.WriteString("kind", "usage");
                WriteOptional(json, "id", usage.Id);
                json.WriteNumber("in", usage.Input);
                json.WriteNumber("out", usage.Output);
                json.WriteNumber("cached", usage.Cached);
                if (usage.Cost is { } cost)
                {
                    json.WriteNumber("cost", cost);
                }
                json.WriteString("cost_source", SessionLogLine.NameOf(usage.CostSource));
                break;
            case SessionResult result:
                json.WriteString("kind", "result");
                json.WriteString("status", SessionLogLine.NameOf(result.Status));
                WriteText(json, result.Text);
                break;
            case SessionError error:
                json.WriteString("kind", "error");
                json.WriteString("class", SessionLogLine.NameOf(error.Class));
                WriteText(json, error.Text);
                break;
        }
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string text) =>
        json.WriteString("text", LongText.Shorten(text, LongestField));

    /// <summary>As an object where it is one; cut or otherwise broken arguments as a string, so that the line stays JSON.</summary>
    private static void WriteArguments(Utf8JsonWriter json, string arguments)
    {
        json.WritePropertyName("args");
        if (arguments.Length <= LongestField && IsObject(arguments))
        {
            json.WriteRawValue(arguments, skipInputValidation: true);
            return;
        }
        json.WriteStringValue(LongText.Shorten(arguments, LongestField));
    }

    private static bool IsObject(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            return document.RootElement.ValueKind == JsonValueKind.Object && !arguments.AsSpan().ContainsAny('\n', '\r');
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            // Not JSON, or text with half characters.
            return false;
        }
    }
}
