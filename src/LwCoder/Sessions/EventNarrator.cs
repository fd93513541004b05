using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Platform.Terminal;

namespace LwCoder.Sessions;

/// <summary>Tells a person what the agent does while it does it, a line an event.</summary>
internal sealed class EventNarrator(Narrator narrator)
{
    private const int Width = 160;

    /// <summary>The argument that says most about a call, by the names the agents give it.</summary>
    private static readonly string[] TellingArguments =
        ["command", "cmd", "file_path", "filePath", "path", "pattern", "description", "subagent", "url", "query"];

    public void Tell(SessionEvent happened)
    {
        switch (happened)
        {
            case MessageSpoken { Role: "assistant", Parent: null } message when !string.IsNullOrWhiteSpace(message.Text):
                narrator.Agent(TerminalText.OneLine(message.Text, Width));
                break;
            case ToolCalled call:
                narrator.Agent(TerminalText.OneLine($"[{call.Tool}] {Telling(call.Arguments)}", Width));
                break;
            case ToolReturned { IsError: true } failed:
                narrator.Agent(TerminalText.OneLine($"  failed: {failed.Text}", Width));
                break;
            case SessionError error:
                narrator.Agent(TerminalText.OneLine($"error: {error.Text}", Width));
                break;
            case GovernorSpoke { IsKill: true } kill:
                narrator.Warn($"the governor ended the session ({kill.Detector}): {kill.Text}");
                break;
            case GovernorSpoke warning:
                narrator.Warn(warning.Text);
                break;
        }
    }

    private static string Telling(string arguments)
    {
        try
        {
            using var json = JsonDocument.Parse(arguments);
            return TellingArguments.Select(name => json.RootElement.Text(name)).FirstOrDefault(text => text is not null) ?? "";
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            // Arguments cut short, perhaps within a character: the tool's name has to do.
            return "";
        }
    }
}
