using LwCoder.Agents.ClaudeCode;
using LwCoder.Agents.Droid;
using LwCoder.Agents.Mini;

namespace LwCoder.Agents;

/// <summary>The agents lw_coder can run, by the word after `--tool`.</summary>
internal static class AgentCatalog
{
    public static IReadOnlyList<IAgent> All { get; } = [new DroidAgent(), new ClaudeCodeAgent(), new MiniAgent()];

    /// <returns>Null when no such agent is known.</returns>
    public static IAgent? TryFind(string tool) => All.FirstOrDefault(agent => agent.Tool == tool || agent.PromptFolder == tool);

    /// <summary>Finds an agent by its tool name or by the name of its prompt folder (`claude-code-cli`).</summary>
    /// <exception cref="UserError">With <see cref="ExitCode.Usage"/> and the known names.</exception>
    public static IAgent Find(string tool) =>
        TryFind(tool)
        ?? throw new UserError(
            $"unknown tool '{tool}'",
            $"use --tool {string.Join(" or --tool ", All.Select(agent => agent.Tool))}",
            ExitCode.Usage);
}
