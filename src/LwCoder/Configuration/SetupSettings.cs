namespace LwCoder.Configuration;

/// <summary>`[[code.setup]]` of a repository.</summary>
internal static class SetupSettings
{
    public static readonly Setting<string?> Name = new(
        "name", SettingTypes.Text("printable text", "install", text => text.Length > 0 && !text.Any(char.IsControl)), null,
        "What lw_coder calls it.");

    public static readonly Setting<string?> Command = new(
        "command", SettingTypes.Command, null,
        "The command, for `sh`; on Windows' host for PowerShell.");

    public static readonly Setting<string?> WorkingDirectory = new(
        "working_dir", SettingTypes.Text("a folder inside the repository, without \"..\"", "web", IsInside), ".",
        "Where it runs, relative to the worktree.");

    public static readonly Setting<string> Where = new(
        "where", SettingTypes.OneOf("sandbox", "host"), "sandbox",
        "In the sandbox of the session, or outside on your machine.");

    public static readonly Setting<TimeSpan> Timeout = new(
        "timeout", SettingTypes.Duration, TimeSpan.FromMinutes(10),
        "How long it may take, and its teardown.");

    public static readonly Setting<bool> ContinueOnFailure = new(
        "continue_on_failure", SettingTypes.Flag, false,
        "Whether the run goes on without it when it fails.");

    public static readonly Setting<string?> Teardown = new(
        "teardown", SettingTypes.Command, null,
        "A command for the same place after the session. Unset: none.");

    /// <summary>The keys of each table.</summary>
    public static IReadOnlyList<Setting> Keys { get; } =
        [Name, Command, WorkingDirectory, Where, Timeout, ContinueOnFailure, Teardown];

    public static readonly Setting<IReadOnlyList<SetupStep>> Steps = new(
        "setup", SettingRows.Of("code.setup", Keys, [Name, Command], ToStep), [],
        "Commands that make a worktree ready, in this order.")
    { RepositoryTable = "code", IsTable = true };

    /// <summary>What reaches beyond a sandbox and needs the user's trust.</summary>
    /// <param name="contained">False when the sandbox itself confines nothing.</param>
    public static IReadOnlyList<Risk> RisksOf(IReadOnlyList<SetupStep> steps, bool contained)
    {
        var words = steps.Where(step => step.OnHost || !contained).SelectMany(WordsOf).ToList();
        return words.Count == 0 ? [] : [new Risk("[[code.setup]]", words)];
    }

    private static IEnumerable<string> WordsOf(SetupStep step)
    {
        var place = step.WorkingDirectory == "." ? "" : $" (in {step.WorkingDirectory})";
        yield return $"{step.Name}{place}: {step.Command}";
        if (step.Teardown is { } teardown)
        {
            yield return $"{step.Name}{place}, teardown: {teardown}";
        }
    }

    private static SetupStep ToStep(SettingRow row) => new(
        row.Get(Name)!, row.Get(Command)!, row.Get(WorkingDirectory)!, row.Get(ContinueOnFailure), row.Get(Timeout),
        row.Get(Where) == "host", row.Get(Teardown));

    private static bool IsInside(string path) =>
        path.Length > 0 && !path.Any(char.IsControl) && !Path.IsPathRooted(path) && path[0] != '~'
        && !path.Split('/', '\\').Contains("..");
}
