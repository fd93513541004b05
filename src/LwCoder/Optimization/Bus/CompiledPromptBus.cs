using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Platform.Terminal;
using LwCoder.Telemetry;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Optimization.Bus;

/// <summary>
/// How what was compiled on one machine reaches commands on this one: through the store, by id. A store that is down or a row
/// that is broken costs the compiled text and a warning, and never the command.
/// </summary>
/// <param name="openStore">The store of the repository at a root; null where there is none yet, which is
/// no reason to make one.</param>
/// <param name="here">The repository the command was started in; null outside of any, where nothing is compiled.</param>
internal sealed class CompiledPromptBus(
    Func<string, Settings, CancellationToken, Task<ITelemetryStore?>> openStore,
    Func<CancellationToken, Task<(string Root, Settings Settings)?>> here,
    Narrator narrator,
    TimeProvider time)
{
    /// <summary>A store may be busy or its server hang for longer than a command should wait for a better text.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Looks in the store of the repository the command was started in.</summary>
    /// <inheritdoc cref="FindAsync(string, Settings, IReadOnlyList{string}, Func{string, string?}, CancellationToken)"/>
    public async Task<ActivePrompt?> FindAsync(
        IReadOnlyList<string> promptIds, Func<string, string?> problemOf, CancellationToken cancel)
    {
        return await here(cancel) is var (root, settings) ? await FindAsync(root, settings, promptIds, problemOf, cancel) : null;
    }

    /// <param name="promptIds">The most special one first.</param>
    /// <param name="problemOf">Why a text cannot be used; null if it can.</param>
    /// <returns>The first usable one; null when there is none, and the caller's own stands.</returns>
    public async Task<ActivePrompt?> FindAsync(
        string root, Settings settings, IReadOnlyList<string> promptIds, Func<string, string?> problemOf,
        CancellationToken cancel)
    {
        try
        {
            // What hangs is left behind: nobody waits for it, not even for its end.
            return await LookAsync(root, settings, promptIds, problemOf, cancel).WaitAsync(Longest, time, cancel);
        }
        catch (UserError down)
        {
            return Without(down.Message);
        }
        catch (TimeoutException)
        {
            return Without(
                string.Create(CultureInfo.InvariantCulture, $"the store did not answer within {Longest.TotalSeconds} seconds"));
        }
    }

    /// <summary>As runs record it.</summary>
    public static string VersionOf(ActivePrompt prompt) =>
        prompt.Version is { } version ? FormattableString.Invariant($"{prompt.PromptId} v{version}") : prompt.PromptId;

    private async Task<ActivePrompt?> LookAsync(
        string root, Settings settings, IReadOnlyList<string> promptIds, Func<string, string?> problemOf,
        CancellationToken cancel)
    {
        var store = await openStore(root, settings, cancel);
        if (store is null)
        {
            return null;
        }
        await using (store)
        {
            return await new PromptShelf(store, narrator.Warn, time).FindActiveAsync(promptIds, problemOf, cancel);
        }
    }

    private ActivePrompt? Without(string reason)
    {
        narrator.Warn($"compiled prompts cannot be looked up, so lw_coder's own are used: {reason}");
        return null;
    }
}
