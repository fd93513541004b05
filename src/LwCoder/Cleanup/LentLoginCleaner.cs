using LwCoder.Agents;
using LwCoder.Platform.Processes;
using LwCoder.Runs;

namespace LwCoder.Cleanup;

/// <summary>Logins that a killed run has not given back. A refreshed one returns to the user's home first.</summary>
internal sealed class LentLoginCleaner(CredentialStore credentials) : ICleaner
{
    public string Kind => "lent logins";

    public bool IsDebris => true;

    public Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Leftover>>(
            [.. scope.Sessions.SelectMany(sessions => sessions.List()).Select(Find).OfType<Leftover>()]);

    private Leftover? Find(RunDirectory run) =>
        CredentialStore.IsLent(run.Home)
        && run.TryReadManifest() is { } manifest
        && AgentCatalog.TryFind(manifest.Tool) is { } agent
        && !MayBeAlive(manifest.Owner)
        && !MayBeAlive(manifest.AgentProcess)
            ? new Leftover(run.Home, 0, "its run was killed")
            {
                RemoveAsync = cancel => credentials.TakeBackAsync(agent, run.Home, cancel),
            }
            : null;

    private static bool MayBeAlive(string? process) => ProcessIdentity.TryParse(process ?? "") is { MayBeAlive: true };
}
