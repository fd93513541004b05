using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Agents;

/// <summary>
/// Lends the user's login to a run and takes it back. An agent may refresh its login in the sandbox, which makes the
/// user's own copy worthless, so a changed login goes back to the user's home, unless that changed meanwhile too.
/// </summary>
/// <remarks>
/// Beside the run's home (`home` → `home.lent.json`) lie the hashes of what was lent. What a killed run left behind is
/// taken back by the next start in the same way. Two runs that refresh one login at the same time are not reconciled:
/// the first to end wins, the other keeps nothing.
/// </remarks>
internal sealed class CredentialStore(string userHome)
{
    /// <summary>Copies the user's credential files into the run's home, once, for the owner's eyes only.</summary>
    public static void Lend(IAgent agent, string runHome, string userHome)
    {
        if (IsLent(runHome))
        {
            // Prepared before: what lies there may be newer than the user's.
            return;
        }
        var (run, user) = (new RunHome(runHome), new UserHome(userHome));
        var ledger = new JsonObject();
        var lent = new List<(string Name, byte[] Content)>();
        foreach (var name in agent.CredentialFiles)
        {
            if (user.Read(name) is { } content)
            {
                ledger[name] = Hash(content);
                lent.Add((name, content));
            }
        }
        // Before the copies: a run killed in between must not leave a login that nobody remembers.
        AtomicFile.WriteText(LedgerOf(runHome), ledger.ToJsonString());
        foreach (var (name, content) in lent)
        {
            run.Write(name, content);
        }
    }

    /// <summary>
    /// Writes refreshed credentials back and removes every credential and settings file from the run's home, unless the
    /// first fails. Safe to call twice, and for a run that another process left behind; not while the agent runs.
    /// </summary>
    /// <returns>What the user should know, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> TakeBackAsync(IAgent agent, string runHome, CancellationToken cancel)
    {
        var run = new RunHome(runHome);
        var notices = new List<string>();
        var lent = ReadLedger(runHome);
        var refreshed = lent.Keys.Where(name => run.Read(name) is { } now && Hash(now) != lent[name]).ToList();
        if (refreshed.Count > 0)
        {
            using var _ = await LockAsync(cancel);
            try
            {
                notices.AddRange(Return(agent, run, lent, refreshed));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserError)
            {
                // The refreshed login is the only one that still works: better kept in the run than lost.
                return
                [
                    $"{agent.Tool} refreshed its login in the sandbox, and it cannot be written back to your home: "
                    + $"{error.Message}; it is kept in {runHome} and the plan's next run writes it back",
                ];
            }
        }
        foreach (var name in agent.CredentialFiles.Concat(agent.SettingsFiles))
        {
            run.Remove(name);
        }
        File.Delete(LedgerOf(runHome));
        return notices;
    }

    /// <summary>True for a run's home in which a login may still lie.</summary>
    public static bool IsLent(string runHome) => File.Exists(LedgerOf(runHome));

    private IEnumerable<string> Return(
        IAgent agent, RunHome run, Dictionary<string, string> lent, List<string> refreshed)
    {
        var user = new UserHome(userHome);
        // All or none: a login may be a file and its key.
        if (lent.Any(file => user.Read(file.Key) is not { } now || Hash(now) != file.Value))
        {
            return [$"{agent.Tool} refreshed its login in the sandbox, but yours changed meanwhile and was kept"];
        }
        if (refreshed.FirstOrDefault(name => !HasShapeOf(user.Read(name)!, run.Read(name)!)) is { } odd)
        {
            return [$"the run changed {odd} into something that is no login; yours was kept"];
        }
        foreach (var name in refreshed)
        {
            user.Replace(name, run.Read(name));
        }
        return [];
    }

    /// <summary>A JSON login stays an object with the same keys; a container may write anything into its home.</summary>
    private static bool HasShapeOf(byte[] before, byte[] after)
    {
        try
        {
            using var old = JsonDocument.Parse(before);
            if (old.RootElement.ValueKind != JsonValueKind.Object)
            {
                return true;
            }
            using var refreshed = JsonDocument.Parse(after);
            return refreshed.RootElement.ValueKind == JsonValueKind.Object
                && old.RootElement.EnumerateObject().All(key => refreshed.RootElement.TryGetProperty(key.Name, out _));
        }
        catch (JsonException)
        {
            // Encrypted logins are no JSON before; one that was and no longer is, is refused.
            return !IsJson(before);
        }
    }

    private static bool IsJson(byte[] content) => content.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    /// <summary>One process at a time writes to the user's logins. The agents' own locks are not taken.</summary>
    private Task<FileLock> LockAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(new HomeLayout(userHome).Root);
        return FileLock.AcquireAsync(Path.Combine(folder.FullName, "credentials.lock"), cancel);
    }

    private static string LedgerOf(string runHome) => Path.TrimEndingDirectorySeparator(runHome) + ".lent.json";

    private static Dictionary<string, string> ReadLedger(string runHome)
    {
        var path = LedgerOf(runHome);
        if (!File.Exists(path))
        {
            return [];
        }
        using var ledger = JsonDocument.Parse(File.ReadAllBytes(path));
        return ledger.RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "");
    }

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
