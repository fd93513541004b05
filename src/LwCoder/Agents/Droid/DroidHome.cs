using System.Text.Json.Nodes;

namespace LwCoder.Agents.Droid;

/// <summary>
/// What droid needs in a fresh home to start without asking anything, and what of the user's own settings goes along.
/// The login itself is lent by <see cref="CredentialStore"/>.
/// </summary>
internal static class DroidHome
{
    public const string Settings = ".factory/settings.json";
    public const string McpServers = ".factory/mcp.json";

    /// <summary>Where older versions kept custom models, with their keys.</summary>
    public const string OldConfig = ".factory/config.json";

    /// <summary>Settings that run programs or name folders of the user's machine, which the sandbox does not have.</summary>
    private static readonly string[] HostKeys =
        ["hooks", "statusLine", "enabledPlugins", "extraKnownMarketplaces", "worktreeDirectory", "sandbox"];

    /// <summary>Logins whose key is in the desktop's keyring, out of a sandbox's reach.</summary>
    private static readonly string[] KeyringFiles = [".factory/auth.v2.keyring", ".factory/auth.v2.loginkeychain"];

    public static List<string> Prepare(RunHome run, UserHome user, AgentLaunch launch, IReadOnlyList<string> credentials)
    {
        var notices = new List<string>();
        if (KeyringFiles.Any(file => user.Read(file) is not null) && credentials.All(file => user.Read(file) is null))
        {
            notices.Add(
                "droid's login is in your desktop's keyring, where a sandbox cannot read it; set FACTORY_API_KEY instead");
        }
        WriteSettings(run, JsonSettings.Load(user, Settings, notices), launch, notices);
        Join(run, user, McpServers, notices);
        Join(run, user, OldConfig, notices);
        return notices;
    }

    /// <summary>A login is of use to a run only where it can be lent; a model of the user's own needs none.</summary>
    public static AgentLogin? FindLogin(UserHome user, IReadOnlyList<string> credentials)
    {
        var own = credentials.FirstOrDefault(file =>
            Path.GetFileName(file).StartsWith("auth.", StringComparison.Ordinal) && user.Read(file) is not null);
        if (own is not null)
        {
            return new AgentLogin(own);
        }
        if (KeyringFiles.FirstOrDefault(file => user.Read(file) is not null) is { } keyring)
        {
            return new AgentLogin(keyring) { Problem = "it is in your desktop's keyring, where a sandbox cannot read it" };
        }
        return JsonSettings.Load(user, Settings, [])["customModels"] is JsonArray { Count: > 0 }
            ? new AgentLogin($"{Settings}, models of your own")
            : null;
    }

    private static void WriteSettings(RunHome run, JsonObject user, AgentLaunch launch, List<string> notices)
    {
        var settings = JsonSettings.Load(run, Settings, notices);
        foreach (var key in HostKeys)
        {
            user.Remove(key);
        }
        JsonSettings.Overlay(settings, user);
        NoticeHook.AddTo(settings, launch);
        JsonSettings.Section(settings, "trustedFolders")[launch.Workspace] =
            new JsonObject { ["trustedAt"] = "2000-01-01T00:00:00.000Z" };
        // The session would otherwise be sent to Factory, which only the user may decide.
        settings.TryAdd("cloudSessionSync", false);
        if (launch.Model is { } model)
        {
            // Interactive droid has no option for the model.
            JsonSettings.Section(settings, "sessionDefaultSettings")["model"] = model;
        }
        JsonSettings.Save(run, Settings, settings);
    }

    /// <summary>Lays the user's file over the image's; an MCP server of the user replaces one of the same name whole.</summary>
    private static void Join(RunHome run, UserHome user, string file, List<string> notices)
    {
        var above = JsonSettings.Load(user, file, notices);
        if (above.Count == 0)
        {
            return;
        }
        var joined = JsonSettings.Load(run, file, notices);
        JsonSettings.OverlayEntries(joined, above, "mcpServers");
        above.Remove("mcpServers");
        JsonSettings.Overlay(joined, above);
        JsonSettings.Save(run, file, joined);
    }
}
