using LwCoder.Configuration;
using LwCoder.Models;

namespace LwCoder.Prompts;

/// <summary>Whether a run's prompts are generated, and why.</summary>
/// <param name="IsRequired">Somebody asked for it, so that a failure is an error and no reason to go on without.</param>
/// <param name="Why">Completes the sentence "generated prompts: …".</param>
internal sealed record PromptChoice(bool IsGenerated, bool IsRequired, string Why)
{
    /// <exception cref="UserError">Generated prompts were asked for, and no model is configured.</exception>
    public static PromptChoice Decide(Settings settings, string tool, ILanguageModels models)
    {
        if (settings.Get(CodeSettings.Prompts) is not { } asked)
        {
            return tool != "droid" ? new(false, false, $"the default for {tool}")
                : models.IsConfigured ? new(true, false, "the default for droid with a configured model")
                : new(false, false, "no language model is configured to generate them");
        }
        var isGenerated = asked == "generated";
        if (isGenerated && !models.IsConfigured)
        {
            // Says what is missing.
            using var client = models.Open();
        }
        return new(isGenerated, IsRequired: isGenerated, $"chosen by {settings.SourceOf(CodeSettings.Prompts).Description}");
    }
}
