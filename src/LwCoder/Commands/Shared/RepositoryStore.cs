using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Telemetry;
using LwCoder.Telemetry.MySql;
using LwCoder.Telemetry.Sqlite;

namespace LwCoder.Commands.Shared;

/// <summary>Where the sessions of a repository are recorded: what the user configured, told to the store.</summary>
internal sealed class RepositoryStore(
    GitCli git, HomeLayout home, IReadOnlyDictionary<string, string> environment, TimeProvider time)
{
    /// <summary>Nothing is opened yet: that happens when the store is first used.</summary>
    /// <exception cref="UserError">The address is wrong.</exception>
    /// <param name="root">The main worktree of the repository.</param>
    public async Task<ITelemetryStore> FindAsync(string root, Settings settings, CancellationToken cancel)
    {
        if (settings.Get(StoreSettings.Url) is not { } url)
        {
            return SqliteStore.At(StoreLocation.DatabaseIn(StateFolder.Of(root)), time);
        }
        var address = StoreAddress.Parse(url);
        var project = await IdentifyAsync(root, cancel);
        return MySqlStore.At(address, PasswordIn(environment, home), project, settings.Get(StoreSettings.Shared), time);
    }

    /// <summary>By the first commit, which all clones have, except a shallow one.</summary>
    private async Task<ProjectIdentity?> IdentifyAsync(string root, CancellationToken cancel)
    {
        var shallow = await git.RunAsync(new GitCall(root, "rev-parse", "--is-shallow-repository"), cancel);
        if (shallow.Trim() == "true")
        {
            return null;
        }
        var roots = await git.RunAsync(new GitCall(root, "rev-list", "--max-parents=0", "HEAD"), cancel);
        var first = roots.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return first is null ? null : new ProjectIdentity(first.Trim(), Path.GetFileName(root));
    }

    /// <summary>Of the server's user: never from an argument or a configuration file.</summary>
    public static string? PasswordIn(IReadOnlyDictionary<string, string> environment, HomeLayout home) =>
        environment.GetValueOrDefault(StoreAddress.PasswordVariable)
            ?? EnvFile.Read(home.EnvFile)?.GetValueOrDefault(StoreAddress.PasswordVariable);
}
