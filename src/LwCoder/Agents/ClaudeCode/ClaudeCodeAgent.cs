using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>Anthropic's Claude Code, checked against 2.1.329.</summary>
internal sealed class ClaudeCodeAgent : IProgramAgent
{
    public string Tool => "claude-code";

    public string PromptFolder => "claude-code-cli";

    public string Executable => "claude";

    public string ContainerHome => "/home/agent";

    public string ContainerPromptPath => "/lw/prompts/main.md";

    public string SubagentFolder => ".claude/agents";

    public IReadOnlyList<string> AuthVariables { get; } = ["ANTHROPIC_*", "CLAUDE_CODE_OAUTH_TOKEN"];

    public IReadOnlyList<string> CredentialFiles { get; } = [".claude/.credentials.json"];

    public IReadOnlyList<string> SettingsFiles { get; } = [ClaudeHome.State, ClaudeHome.Settings];

    public bool CanResume => true;

    public IReadOnlyList<string> PrepareHome(string runHome, string userHome, AgentLaunch launch)
    {
        CredentialStore.Lend(this, runHome, userHome);
        return ClaudeHome.Prepare(new RunHome(runHome), new UserHome(userHome), launch);
    }

    /// <summary>Without a `tools` key a subagent has every tool of the main agent.</summary>
    public string FormatSubagent(Subagent subagent) => SubagentHeader.Write(
        subagent.Body, ("name", subagent.Name), ("description", subagent.Description), ("model", "inherit"));

    public AgentCommand Headless(AgentLaunch launch) =>
        Command(launch, launch.PromptFile, ["-p", "--output-format", "stream-json", "--verbose"], []);

    public AgentCommand Interactive(AgentLaunch launch) => Command(launch, null, [], ["--", launch.FirstMessage]);

    public AgentCommand Resume(AgentLaunch launch, string session) => Command(launch, null, ["--resume", session], []);

    public AgentLogin? FindLogin(UserHome user) => ClaudeLogin.Find(user, CredentialFiles[0]);

    public LoginQuestion? LoginQuestion { get; } = new(["auth", "status", "--json"], ClaudeLogin.IsLoggedIn);

    public ITranscripts Transcripts { get; } = new ClaudeTranscripts();

    public IEventReader CreateReader() => new ClaudeStreamReader();

    private AgentCommand Command(AgentLaunch launch, string? input, string[] options, string[] message)
    {
        string[] model = launch.Model is null ? [] : ["--model", launch.Model];
        string[] permissions = launch.Contained
            ? ["--dangerously-skip-permissions"]
            : ["--permission-mode", "acceptEdits", "--allowedTools", "Bash"];
        var environment = new Dictionary<string, string>
        {
            ["DISABLE_AUTOUPDATER"] = "1",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            // What subagents say, as events. Versions that know only their tool calls ignore it, unlike the option.
            ["CLAUDE_CODE_FORWARD_SUBAGENT_TEXT"] = "1",
        };
        if (launch.Contained)
        {
            // Claude refuses to skip its questions as root unless it is told that it is in a sandbox.
            environment["IS_SANDBOX"] = "1";
        }
        return new AgentCommand([Executable, .. options, .. model, .. permissions, .. message], input, environment);
    }
}
