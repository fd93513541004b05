using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;

namespace LwCoder.Optimization.Bus;

/// <summary>Recovery templates from the store: one for the agent if there is one, else the category's.</summary>
/// <param name="tool">The agent whose sessions are recovered; null when it is not known.</param>
internal sealed class CompiledRecoveryPrompts(CompiledPromptBus bus, string? tool) : ICompiledPrompts
{
    public static string IdFor(FailureCategory category, string? tool) =>
        tool is null ? RecoverySignatures.PromptId(category) : $"{RecoverySignatures.PromptId(category)}:{tool}";

    public async Task<RecoveryTemplate?> FindAsync(FailureCategory category, CancellationToken cancel)
    {
        string[] ids = tool is null ? [IdFor(category, null)] : [IdFor(category, tool), IdFor(category, null)];
        var found = await bus.FindAsync(ids, text => new RecoveryTemplate(text, "").ProblemFor(category), cancel);
        return found is null ? null : new RecoveryTemplate(found.Text, CompiledPromptBus.VersionOf(found));
    }
}
