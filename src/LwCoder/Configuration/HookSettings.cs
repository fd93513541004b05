namespace LwCoder.Configuration;

/// <summary>
/// `[hooks.&lt;event&gt;]` of the home: commands of the user's own. No repository may set them, since they run outside of
/// every sandbox.
/// </summary>
internal static class HookSettings
{
    public static readonly HookKeys PlanFileCreated = Keys("plan_file_created");

    public static readonly HookKeys CodeComplete = Keys("code_complete");

    /// <summary>The earlier name of <see cref="CodeComplete"/>.</summary>
    public static readonly HookKeys CodeSdkComplete = Keys("code_sdk_complete");

    public static readonly HookKeys EvalComplete = Keys("eval_complete");

    public static readonly HookKeys RunFailed = Keys("run_failed");

    public static IReadOnlyList<HookKeys> Events { get; } =
        [PlanFileCreated, CodeComplete, CodeSdkComplete, EvalComplete, RunFailed];

    public static IReadOnlyList<Setting> All { get; } =
        [.. Events.SelectMany(keys => new Setting[] { keys.Command, keys.Enabled, keys.Timeout, keys.Background })];

    private static HookKeys Keys(string happened)
    {
        var table = $"hooks.{happened}";
        return new HookKeys(
            happened,
            new("command", SettingTypes.Command!, null, "The command, for `sh`; on Windows for PowerShell. Unset: none.")
            { HomeTable = table },
            new("enabled", SettingTypes.Flag, true, "Whether it runs.") { HomeTable = table },
            new("timeout", SettingTypes.Duration, TimeSpan.FromMinutes(5), "How long it may take.") { HomeTable = table },
            new("background", SettingTypes.Flag, false, "Whether it goes on beside lw_coder and after it has ended.")
            { HomeTable = table });
    }
}

/// <summary>What can be set for one event.</summary>
internal sealed record HookKeys(
    string Event, Setting<string?> Command, Setting<bool> Enabled, Setting<TimeSpan> Timeout, Setting<bool> Background);
