using LwCoder.Agents.Events;

namespace LwCoder.Agents.Scripted;

/// <summary>
/// The agent of `lw_coder demo`: lw_coder itself, started once more in the sandbox to play a script. It shows and tests all
/// that surrounds an agent without a model, a login or a network.
/// </summary>
/// <param name="self">The program and first arguments that start this lw_coder, see <see cref="SelfCommand"/>.</param>
internal sealed class ScriptedAgent(IReadOnlyList<string> self) : IAgent
{
    public const string Name = "scripted";

    /// <summary>The hidden verb that plays the script.</summary>
    public const string Verb = "scripted-agent";

    public string Tool => Name;

    public string PromptFolder => "mini";

    public string Executable => self[0];

    public string ContainerHome => "/home/agent";

    public string ContainerPromptPath => "/lw/prompts/main.md";

    public string SubagentFolder => ".lw_coder/subagents";

    public IReadOnlyList<string> AuthVariables => [];

    public IReadOnlyList<string> CredentialFiles => [];

    public IReadOnlyList<string> SettingsFiles => [];

    public bool CanResume => false;

    public IReadOnlyList<string> PrepareHome(string runHome, string userHome, AgentLaunch launch) => [];

    public string FormatSubagent(Subagent subagent) =>
        FrontMatterWriter.Write(subagent.Body, ("name", subagent.Name), ("description", subagent.Description));

    public AgentCommand Headless(AgentLaunch launch) => new([.. self, Verb], launch.PromptFile, SelfCommand.Environment);

    public AgentCommand Interactive(AgentLaunch launch) => throw new NotSupportedException("a script is played headless");

    public AgentCommand Resume(AgentLaunch launch, string session) => throw new NotSupportedException("a script is played once");

    public IEventReader CreateReader() => new EventLineReader();
}
