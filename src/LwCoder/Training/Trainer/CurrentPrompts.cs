using LwCoder.Agents;
using LwCoder.Prompts;

namespace LwCoder.Training.Trainer;

/// <summary>The active prompts that are to become better.</summary>
/// <param name="ToolFolder">The tool's folder under `prompts`, such as `claude-code-cli`.</param>
/// <param name="Variant">The one that is installed and was read.</param>
internal sealed record CurrentPrompts(string ToolFolder, string Variant, PromptSet Set)
{
    public string MainPrompt => Set.Main;

    public IReadOnlyList<Subagent> Subagents => Set.Subagents;

    /// <summary>All of its texts.</summary>
    public string Text => string.Join('\n', [Set.Main, .. Set.Subagents.Select(subagent => subagent.Body)]);

    /// <param name="stateFolder">The repository's `.lw_coder`.</param>
    /// <param name="isExact">Whether the user named the variant; otherwise the tool's default stands in for a missing one.</param>
    /// <exception cref="UserError">There is no such set, or it cannot be used.</exception>
    public static CurrentPrompts Load(string stateFolder, IAgent agent, string variant, bool isExact)
    {
        var folder = PromptFolders.Active(stateFolder, agent.PromptFolder, variant);
        var found = Path.GetFileName(folder);
        if (isExact && found != variant)
        {
            var known = Directory.GetParent(folder)!.EnumerateDirectories().Select(one => one.Name).Order(StringComparer.Ordinal);
            throw new UserError(
                $"{agent.Tool} has no prompts called '{variant}'", $"name one of: {string.Join(", ", known)}", ExitCode.Usage);
        }
        return new CurrentPrompts(agent.PromptFolder, found, PromptSet.Load(folder));
    }
}
