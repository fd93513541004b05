using LwCoder.Configuration;
using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;

namespace LwCoder.Optimization.Bus;

/// <summary>Recovery templates from the store: one for the agent if there is one, else the category's.</summary>
internal sealed class CompiledRecoveryPrompts(CompiledPromptBus bus) : ICompiledPrompts
{
    /// <param name="tool">The agent whose sessions it is for; null for all.</param>
    public static string IdFor(FailureCategory category, string? tool) =>
        tool is null ? RecoverySignatures.PromptId(category) : $"{RecoverySignatures.PromptId(category)}:{tool}";

    public async Task<RecoveryTemplate?> FindAsync(
        string root, Settings settings, FailureCategory category, CancellationToken cancel)
    {
        string[] ids = [IdFor(category, settings.Get(CodeSettings.Tool)), IdFor(category, null)];
        var found = await bus.FindAsync(root, settings, ids, text => new RecoveryTemplate(text, "").ProblemFor(category), cancel);
        return found is null ? null : new RecoveryTemplate(found.Text, CompiledPromptBus.VersionOf(found));
    }
}
