using LwCoder.Configuration;

namespace LwCoder.Prompts;

/// <summary>Where the active prompts lie: `.lw_coder/prompts/active/&lt;tool folder&gt;/&lt;variant&gt;/`.</summary>
internal static class PromptFolders
{
    public const string DefaultVariant = "default";

    /// <summary>Models that have prompts of their own, by the word in their names.</summary>
    private static readonly string[] Aliases = ["sonnet", "opus", "haiku"];

    /// <summary>The variant for a model as the user or the agent writes it: `claude-opus-4-8` is opus.</summary>
    public static string VariantOf(string? model) =>
        Aliases.FirstOrDefault(alias => model?.Contains(alias, StringComparison.OrdinalIgnoreCase) == true) ?? DefaultVariant;

    /// <summary>The folder of a variant, or of the default when the variant was never installed.</summary>
    /// <param name="stateFolder">The repository's `.lw_coder`.</param>
    /// <param name="promptFolder">The tool's folder, see <see cref="Agents.IAgent.PromptFolder"/>.</param>
    /// <exception cref="UserError">When neither is there.</exception>
    public static string Active(string stateFolder, string promptFolder, string variant)
    {
        var active = Path.Combine(StateFolder.ActivePromptsIn(stateFolder), promptFolder);
        var folders = new[] { variant, DefaultVariant }.Select(name => Path.Combine(active, name));
        return folders.FirstOrDefault(Directory.Exists)
            ?? throw new UserError(
                $"there are no prompts for {promptFolder} in {active}", "run `lw_coder init` to install them",
                ExitCode.Environment);
    }
}
