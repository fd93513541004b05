namespace LwCoder.Configuration;

/// <summary>`[finalize]` of a repository: how finished work comes onto the branch it started from.</summary>
internal static class FinalizeSettings
{
    public const string Table = "finalize";

    public static readonly Setting<string> Merge = new(
        "merge", SettingTypes.OneOf("rebase", "squash", "merge", "ff"), "rebase",
        "How the work comes onto its branch.")
    { RepositoryTable = Table, HomeTable = Table };

    public static readonly Setting<IReadOnlyList<string>> Checks = new(
        "checks", SettingTypes.TextList, [],
        "Commands for your shell that must succeed before anything lands. They run on this machine.")
    { RepositoryTable = Table, Risks = (commands, _) => commands };

    public static readonly Setting<TimeSpan> CheckTimeout = new(
        "check_timeout", SettingTypes.Duration, TimeSpan.FromMinutes(30),
        "How long each of the checks may take.")
    { RepositoryTable = Table, HomeTable = Table };

    public static IReadOnlyList<Setting> All { get; } = [Merge, Checks, CheckTimeout];
}
