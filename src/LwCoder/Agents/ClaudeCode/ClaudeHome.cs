using System.Text.Json.Nodes;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>
/// What Claude Code needs in a fresh home to start without asking anything, and what of the user's own settings goes
/// along. The login itself is lent by <see cref="CredentialStore"/>.
/// </summary>
internal static class ClaudeHome
{
    public const string State = ".claude.json";
    public const string Settings = ".claude/settings.json";

    /// <summary>Of the user's state file: who is logged in and how it looks. The rest is history of other projects.</summary>
    private static readonly string[] StateKeys = ["oauthAccount", "theme"];

    /// <summary>Settings that run programs or name folders of the user's machine, which the sandbox does not have.</summary>
    private static readonly string[] HostKeys =
    [
        "hooks", "statusLine", "subagentStatusLine", "fileSuggestion", "apiKeyHelper", "awsAuthRefresh", "awsCredentialExport",
        "gcpAuthRefresh", "otelHeadersHelper", "enabledPlugins", "extraKnownMarketplaces", "sandbox", "plansDirectory",
        "autoMemoryDirectory",
    ];

    /// <summary>Permissions of the user stay in force, but for where and how the session runs.</summary>
    private static readonly string[] HostPermissions = ["additionalDirectories", "defaultMode"];

    /// <summary>Claude remembers an approved key by its last characters.</summary>
    private const int KeyTail = 20;

    public static List<string> Prepare(RunHome run, UserHome user, AgentLaunch launch)
    {
        var notices = new List<string>();
        WriteState(run, JsonSettings.Load(user, State, notices), launch, notices);
        WriteSettings(run, JsonSettings.Load(user, Settings, notices), launch, notices);
        return notices;
    }

    private static void WriteState(RunHome run, JsonObject user, AgentLaunch launch, List<string> notices)
    {
        var state = JsonSettings.Load(run, State, notices);
        foreach (var key in StateKeys.Where(user.ContainsKey))
        {
            state[key] = user[key]?.DeepClone();
        }
        JsonSettings.OverlayEntries(state, user, "mcpServers");
        state["hasCompletedOnboarding"] = true;
        JsonSettings.Section(JsonSettings.Section(state, "projects"), launch.Workspace)["hasTrustDialogAccepted"] = true;
        if (launch.Secrets.TryGetValue("ANTHROPIC_API_KEY", out var apiKey) && apiKey.Length > 0)
        {
            Approve(state, apiKey);
        }
        JsonSettings.Save(run, State, state);
    }

    /// <summary>The user handed this key to lw_coder for the agent: Claude need not ask about it again.</summary>
    private static void Approve(JsonObject state, string apiKey)
    {
        var tail = apiKey.Length > KeyTail ? apiKey[^KeyTail..] : apiKey;
        JsonSettings.Section(state, "customApiKeyResponses")["approved"] = new JsonArray(tail);
    }

    private static void WriteSettings(RunHome run, JsonObject user, AgentLaunch launch, List<string> notices)
    {
        var settings = JsonSettings.Load(run, Settings, notices);
        foreach (var key in HostKeys)
        {
            user.Remove(key);
        }
        foreach (var key in HostPermissions)
        {
            (user["permissions"] as JsonObject)?.Remove(key);
        }
        JsonSettings.Overlay(settings, user);
        NoticeHook.AddTo(settings, launch);
        if (launch.Contained)
        {
            settings["skipDangerousModePermissionPrompt"] = true;
        }
        JsonSettings.Save(run, Settings, settings);
    }
}
