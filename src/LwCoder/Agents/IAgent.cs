namespace LwCoder.Agents;

/// <summary>
/// What lw_coder has to know of one coding agent. Each is either a program that runs inside the sandbox
/// (<see cref="IProgramAgent"/>) or a part of lw_coder that sends its commands there (<see cref="IBuiltInAgent"/>). A new
/// agent is one class here, one line in <see cref="AgentCatalog"/> and one `docker/&lt;tool&gt;/Dockerfile`.
/// All paths in an <see cref="AgentLaunch"/> are paths as the agent sees them inside its sandbox.
/// </summary>
internal interface IAgent
{
    /// <summary>The word after `--tool`: droid, claude-code, mini.</summary>
    string Tool { get; }

    /// <summary>Its folder under `prompts/active`: droid, claude-code-cli, mini.</summary>
    string PromptFolder { get; }

    /// <summary>The program that must be on PATH in the sandbox.</summary>
    string Executable { get; }

    /// <summary>Its home in a container.</summary>
    string ContainerHome { get; }

    /// <summary>Where in a container the main prompt lies, for agents that expect a fixed place.</summary>
    string ContainerPromptPath { get; }

    /// <summary>Where under its home the subagents' files go, with `/`.</summary>
    string SubagentFolder { get; }

    /// <summary>Names (globs) of the environment variables that carry its credentials or endpoint.</summary>
    IReadOnlyList<string> AuthVariables { get; }

    /// <summary>
    /// Files under the user's home that hold a login, with `/`. They are lent to a run as they are, written back
    /// when the agent refreshed them, and removed from the run's home afterwards: see <see cref="CredentialStore"/>.
    /// </summary>
    IReadOnlyList<string> CredentialFiles { get; }

    /// <summary>
    /// Files made for a run out of the user's own, with `/`. They may hold keys (of a custom model, of an MCP server),
    /// so they are removed afterwards as well; they are never written back.
    /// </summary>
    IReadOnlyList<string> SettingsFiles { get; }

    /// <summary>
    /// Fills <paramref name="runHome"/> (which may already hold a copy of the image's home) with the user's
    /// credentials and settings from <paramref name="userHome"/> and with what makes the agent start without dialogs.
    /// </summary>
    /// <returns>What the user should know, a sentence each: a file that could not be used and why.</returns>
    IReadOnlyList<string> PrepareHome(string runHome, string userHome, AgentLaunch launch);

    /// <summary>The login a run would be lent, variables apart; null when there is none on this machine.</summary>
    AgentLogin? FindLogin(UserHome user) =>
        CredentialFiles.FirstOrDefault(file => user.Read(file) is not null) is { } found ? new AgentLogin(found) : null;

    /// <summary>A subagent's file as this agent wants it, front matter included.</summary>
    string FormatSubagent(Subagent subagent);
}

/// <param name="Workspace">The working directory.</param>
/// <param name="Home">The agent's HOME.</param>
/// <param name="PromptFile">The main prompt.</param>
/// <param name="Model">A model name as the agent understands it, or null for its own default.</param>
/// <param name="Contained">In a container or bwrap, where the sandbox is the boundary and not the agent's own questions.</param>
internal sealed record AgentLaunch(string Workspace, string Home, string PromptFile, string? Model, bool Contained)
{
    /// <summary>The forwarded credential variables, for an agent that asks about a key it has not seen before.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// A text file that appears when the agent has to be told something while it works; an agent that can is made to look at
    /// it after each tool call. Null for none.
    /// </summary>
    public string? NoticeFile { get; init; }

    /// <summary>The first message of an interactive session. Short: an argument over 128 KiB cannot be passed.</summary>
    public string FirstMessage => $"Read {PromptFile} and carry out the instructions in it.";
}

/// <summary>A reviewer or helper the main agent may call. The body is plain prompt text.</summary>
internal sealed record Subagent(string Name, string Description, string Body);
