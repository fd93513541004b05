using LwCoder.Agents.Events;

namespace LwCoder.Agents.Mini;

/// <summary>
/// lw_coder's own agent: a conversation with any model that can call tools, a shell, file edits and subagents. It needs
/// nothing but a model's endpoint.
/// </summary>
internal sealed class MiniAgent : IBuiltInAgent
{
    public const string Name = "mini";

    public string Tool => Name;

    public string PromptFolder => Name;

    /// <summary>What its commands are started with; bash is used where it is there.</summary>
    public string Executable => "sh";

    public string ContainerHome => "/home/agent";

    public string ContainerPromptPath => "/lw/prompts/main.md";

    public string SubagentFolder => ".mini/subagents";

    /// <summary>None: lw_coder talks to the model, and the key stays with it.</summary>
    public IReadOnlyList<string> AuthVariables => [];

    public IReadOnlyList<string> CredentialFiles => [];

    public IReadOnlyList<string> SettingsFiles => [];

    public IReadOnlyList<string> PrepareHome(string runHome, string userHome, AgentLaunch launch) => [];

    public string FormatSubagent(Subagent subagent) =>
        SubagentHeader.Write(subagent.Body, ("name", subagent.Name), ("description", subagent.Description));

    public async Task RunAsync(BuiltInLaunch launch, IAgentShell shell, Action<SessionEvent> emit, CancellationToken cancel)
    {
        var session = new MiniSession(launch, shell, [.. launch.SubagentFiles.Select(ReadSubagent)], emit);
        await session.RunAsync(cancel);
    }

    private static Subagent ReadSubagent(string file)
    {
        var (fields, body) = SubagentHeader.Read(file);
        return new Subagent(fields["name"], fields["description"], body);
    }
}
