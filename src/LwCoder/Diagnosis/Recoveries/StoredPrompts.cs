using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Telemetry;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Diagnosis.Recoveries;

/// <summary>The compiled prompts of the store. A store that cannot be asked is as good as an empty one.</summary>
/// <param name="open">Finds the store of the repository at a root.</param>
/// <param name="warn">Hears of a store, or of a prompt in it, that cannot be used.</param>
internal sealed class StoredPrompts(
    Func<string, Settings, CancellationToken, Task<ITelemetryStore>> open, Action<string> warn, TimeProvider time) : ICompiledPrompts
{
    public async Task<RecoveryTemplate?> FindAsync(
        string root, Settings settings, FailureCategory category, CancellationToken cancel)
    {
        try
        {
            await using var store = await open(root, settings, cancel);
            var found = await new PromptShelf(store, warn, time).FindActiveAsync(
                [RecoverySignatures.PromptId(category)], text => new RecoveryTemplate(text, "").ProblemFor(category), cancel);
            return found is null ? null : new RecoveryTemplate(found.Text, found.Version is { } version
                ? string.Create(CultureInfo.InvariantCulture, $"{found.PromptId} v{version}")
                : found.PromptId);
        }
        catch (UserError down)
        {
            warn($"{down.Message}; the hand-written recovery prompt is used");
            return null;
        }
    }
}
