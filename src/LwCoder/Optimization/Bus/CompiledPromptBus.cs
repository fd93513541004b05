using LwCoder.Platform.Terminal;
using LwCoder.Telemetry;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Optimization.Bus;

/// <summary>
/// How what was compiled on one machine reaches commands on this one: through the store, by id. A store that is down or a row
/// that is broken costs the compiled text and a warning, and never the command.
/// </summary>
/// <param name="openStore">Null where there is no store yet, which is no reason to make one.</param>
internal sealed class CompiledPromptBus(
    Func<CancellationToken, Task<ITelemetryStore?>> openStore, Narrator narrator, TimeProvider time)
{
    /// <param name="promptIds">The most special one first.</param>
    /// <param name="problemOf">Why a text cannot be used; null if it can.</param>
    /// <returns>The first usable one; null when there is none, and the caller's own stands.</returns>
    public async Task<ActivePrompt?> FindAsync(
        IReadOnlyList<string> promptIds, Func<string, string?> problemOf, CancellationToken cancel)
    {
        try
        {
            var store = await openStore(cancel);
            if (store is null)
            {
                return null;
            }
            await using (store)
            {
                return await new PromptShelf(store, narrator.Warn, time).FindActiveAsync(promptIds, problemOf, cancel);
            }
        }
        catch (UserError down)
        {
            narrator.Warn($"compiled prompts cannot be looked up, so lw_coder's own are used: {down.Message}");
            return null;
        }
    }

    /// <summary>As runs record it.</summary>
    public static string VersionOf(ActivePrompt prompt) =>
        prompt.Version is { } version ? FormattableString.Invariant($"{prompt.PromptId} v{version}") : prompt.PromptId;
}
