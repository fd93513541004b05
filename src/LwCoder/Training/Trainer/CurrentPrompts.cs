using LwCoder.Agents;
using LwCoder.Prompts;
using LwCoder.Prompts.Versions;

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

    /// <param name="isExact">Whether the user named the variant; otherwise the tool's default
    /// stands in for a missing one.</param>
    /// <exception cref="UserError">There is no such set, or it cannot be used.</exception>
    public static async Task<CurrentPrompts> LoadAsync(
        ActivePrompts prompts, IAgent agent, string variant, bool isExact, CancellationToken cancel)
    {
        var active = await prompts.LoadAsync(agent.PromptFolder, variant, cancel);
        var found = active.Name.Variant;
        if (isExact && found != variant)
        {
            var known = Directory.GetParent(active.Folder)!.EnumerateDirectories()
                .Select(one => one.Name).Order(StringComparer.Ordinal);
            throw new UserError(
                $"{agent.Tool} has no prompts called '{variant}'", $"name one of: {string.Join(", ", known)}", ExitCode.Usage);
        }
        return new CurrentPrompts(agent.PromptFolder, found, active.Set);
    }
}
