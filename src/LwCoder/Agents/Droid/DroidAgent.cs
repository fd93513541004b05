using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.Droid;

/// <summary>Factory's droid, checked against 0.225.2.</summary>
internal sealed class DroidAgent : IProgramAgent
{
    public string Tool => "droid";

    public string PromptFolder => "droid";

    public string Executable => "droid";

    public string ContainerHome => "/home/droiduser";

    public string ContainerPromptPath => "/tmp/lw_coder/main_prompt.md";

    public string SubagentFolder => ".factory/droids";

    public IReadOnlyList<string> AuthVariables { get; } = ["FACTORY_API_KEY"];

    /// <summary>The login of today in two files, those of older versions, and the logins of MCP servers.</summary>
    public IReadOnlyList<string> CredentialFiles { get; } =
    [
        ".factory/auth.v2.key", ".factory/auth.v2.file", ".factory/auth.json", ".factory/auth.encrypted",
        ".factory/mcp-oauth.v2.key", ".factory/mcp-oauth.v2.file",
    ];

    public IReadOnlyList<string> SettingsFiles { get; } = [DroidHome.Settings, DroidHome.McpServers, DroidHome.OldConfig];

    /// <summary>It could, but its terminal needs a Factory login that `exec` does not, so lw_coder starts it afresh.</summary>
    public bool CanResume => false;

    public IReadOnlyList<string> PrepareHome(string runHome, string userHome, AgentLaunch launch)
    {
        CredentialStore.Lend(this, runHome, userHome);
        return DroidHome.Prepare(new RunHome(runHome), new UserHome(userHome), launch, CredentialFiles);
    }

    public AgentLogin? FindLogin(UserHome user) => DroidHome.FindLogin(user, CredentialFiles);

    /// <summary>
    /// `tools` takes one category as a word; tool names it does not know are dropped silently. `read-only` reads,
    /// searches and runs commands that change nothing (`git diff`), which is all a reviewer needs. A name that is not
    /// lower case is refused.
    /// </summary>
    public string FormatSubagent(Subagent subagent) => SubagentHeader.Write(
        subagent.Body, ("name", subagent.Name.ToLowerInvariant()), ("description", subagent.Description),
        ("model", "inherit"), ("tools", "read-only"));

    public AgentCommand Headless(AgentLaunch launch)
    {
        string[] model = launch.Model is null ? [] : ["-m", launch.Model];
        // With any --auto level droid ends the session at the first command it wants a person's consent for.
        string[] permissions = launch.Contained ? ["--skip-permissions-unsafe"] : ["--auto", "medium"];
        return Command([Executable, "exec", "-f", launch.PromptFile, "-o", "stream-json", .. model, .. permissions]);
    }

    public AgentCommand Interactive(AgentLaunch launch) =>
        Command([Executable, "--auto", launch.Contained ? "high" : "medium", launch.FirstMessage]);

    public AgentCommand Resume(AgentLaunch launch, string session) =>
        throw new NotSupportedException("droid is not resumed, see CanResume");

    public ITranscripts Transcripts { get; } = new DroidTranscripts();

    public IEventReader CreateReader() => new DroidStreamReader();

    private static AgentCommand Command(IReadOnlyList<string> arguments) =>
        new(arguments, null, new Dictionary<string, string> { ["FACTORY_DROID_AUTO_UPDATE_ENABLED"] = "false" });
}
