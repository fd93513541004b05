using LwCoder.Agents.Tools.Shell;

namespace LwCoder.Agents.Tools;

/// <summary>One call of a tool, understood. What only some kinds of tools have is null for the others.</summary>
/// <param name="Name">What the agent calls the tool.</param>
internal sealed record ToolUse(ToolKind Kind, string Name)
{
    /// <summary>The command of a shell tool.</summary>
    public ShellScript? Script { get; init; }

    /// <summary>Where an MCP tool is served, when its name or arguments say so.</summary>
    public string? Server { get; init; }

    /// <summary>The MCP tool's own name.</summary>
    public string? ServedTool { get; init; }

    /// <summary>The subagent, or the mode of the subtask, that is started.</summary>
    public string? Subagent { get; init; }

    /// <summary>The file, pattern or address it is about.</summary>
    public string? Target { get; init; }
}
