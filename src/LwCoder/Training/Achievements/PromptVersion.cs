using LwCoder.Agents;
using LwCoder.Prompts;
using LwCoder.Prompts.Versions;
using LwCoder.Runs;
using LwCoder.Training.Reading;

namespace LwCoder.Training.Achievements;

/// <summary>Prompts as they once were: which set, and the fingerprint of its texts.</summary>
internal sealed record PromptVersion(PromptSetName Set, string Fingerprint)
{
    private const string ActiveFolder = "prompts/active/";

    /// <returns>Null for a run that ended before it had prompts, or does not say which.</returns>
    public static PromptVersion? Of(RunManifest run) => Of(run.ActivePromptFolder, run.ActivePromptFingerprint);

    /// <summary>Samples of older tools name no folder; tool and model tell which prompts they had.</summary>
    public static PromptVersion? Of(SampleOrigin origin) =>
        Of(origin.PromptFolder, origin.PromptFingerprint)
        ?? (origin is { Tool: { } tool, PromptFingerprint: { } fingerprint } && AgentCatalog.TryFind(tool) is { } agent
            ? new PromptVersion(new PromptSetName(agent.PromptFolder, PromptFolders.VariantOf(origin.Model)), fingerprint)
            : null);

    private static PromptVersion? Of(string? folder, string? fingerprint) =>
        fingerprint is not null && folder?.StartsWith(ActiveFolder, StringComparison.Ordinal) == true
            && PromptSetName.TryParse(folder[ActiveFolder.Length..]) is { } set ? new PromptVersion(set, fingerprint) : null;
}
