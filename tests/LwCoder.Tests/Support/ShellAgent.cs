using System.Runtime.Versioning;
using LwCoder.Agents;
using LwCoder.Agents.Events;

namespace LwCoder.Tests.Support;

/// <summary>An agent that is a shell script. Its events are lines as `session.jsonl` has them.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ShellAgent(string script) : IProgramAgent
{
    public const string Started =
        """echo '{"kind":"session","session":"s-1","tool":"shell","version":"1.0","model":"none","mode":"test"}'""";
    public const string Done = """echo '{"kind":"result","session":"s-1","status":"success","text":"all done"}'""";

    public string Tool { get; init; } = "shell";
    public string PromptFolder => "mini";
    public string Executable { get; init; } = "sh";
    public string ContainerHome => "/home/agent";
    public string ContainerPromptPath => "/lw/prompts/main.md";
    public string SubagentFolder => ".agents";
    public IReadOnlyList<string> AuthVariables => ["SHELL_AGENT_KEY"];
    public IReadOnlyList<string> CredentialFiles => [];
    public IReadOnlyList<string> SettingsFiles => [];
    public bool CanResume => false;

    /// <summary>What it does in a terminal: a script that gets the prompt's path as its argument. Null: it cannot.</summary>
    public string? InTerminal { get; init; }

    /// <summary>What happens beside it while the sandbox is made.</summary>
    public Action? Preparing { get; init; }

    public IReadOnlyList<string> PrepareHome(string runHome, string userHome, AgentLaunch launch)
    {
        Preparing?.Invoke();
        return [];
    }

    public string FormatSubagent(Subagent subagent) => subagent.Body;

    public AgentCommand Headless(AgentLaunch launch) =>
        new(["sh", "-c", script], launch.PromptFile, new Dictionary<string, string>());

    public AgentCommand Interactive(AgentLaunch launch) => new(
        ["sh", "-c", InTerminal ?? throw new NotSupportedException(), "sh", launch.PromptFile],
        InputFile: null,
        new Dictionary<string, string>());

    public AgentCommand Resume(AgentLaunch launch, string session) => throw new NotSupportedException();

    public IEventReader CreateReader() => new EventLineReader();
}
