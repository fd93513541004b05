namespace LwCoder.Configuration;

/// <summary>Reads both config.toml files and lets flags win over the environment, the repository and the home.</summary>
internal sealed class SettingsReader(HomeLayout home, IReadOnlyDictionary<string, string> environment)
{
    private static readonly SettingSource BuiltIn = new(SettingOrigin.BuiltIn, "built in");

    public static string RepositoryFile(string repositoryRoot) => StateFolder.Of(repositoryRoot, StateFolder.ConfigFile);

    /// <param name="repositoryRoot">The main worktree, or null outside of a repository.</param>
    /// <param name="flags">What the command line gave for each flag it has; null where it gave none.</param>
    /// <exception cref="UserError">A source holds what is unknown or not allowed; the message names the place.</exception>
    public Settings Read(string? repositoryRoot, params IReadOnlyList<(Setting Setting, string? Text)> flags)
    {
        var homeFile = new SettingsFile(home.ConfigFile, SettingOrigin.Home).Read(BoundedFile.Read(home.ConfigFile));
        var repositoryFile = new SettingsFile(
            repositoryRoot is null ? "" : RepositoryFile(repositoryRoot), SettingOrigin.Repository)
            .Read(ReadRepositoryFile(repositoryRoot));

        var values = new Dictionary<Setting, SettingValue>();
        var risks = new List<Risk>();
        foreach (var setting in SettingsSchema.All)
        {
            var own = homeFile.GetValueOrDefault(setting) ?? new SettingValue(setting.BuiltIn, BuiltIn);
            var value = FromFlag(setting, flags) ?? FromVariable(setting) ?? repositoryFile.GetValueOrDefault(setting) ?? own;
            values[setting] = value;
            if (value.Source.Origin == SettingOrigin.Repository
                && setting.RisksOf(value.Value, own.Value) is { Count: > 0 } words)
            {
                risks.Add(new Risk($"[{setting.RepositoryTable}] {setting.Name}", words));
            }
        }
        return new Settings(values, risks);
    }

    /// <summary>A link that leads out of the repository is refused: an error would quote what it points at.</summary>
    private static byte[]? ReadRepositoryFile(string? repositoryRoot)
    {
        if (repositoryRoot is null)
        {
            return null;
        }
        var path = RepositoryFile(repositoryRoot);
        return ContainedPath.Resolve(repositoryRoot, path) is { } real
            ? BoundedFile.Read(real)
            : throw new UserError(
                $"{path} is a link that leads out of the repository", "replace it with a file", ExitCode.Environment);
    }

    private static SettingValue? FromFlag(Setting setting, IReadOnlyList<(Setting Setting, string? Text)> flags)
    {
        var text = flags.LastOrDefault(flag => flag.Setting == setting).Text;
        return text is null ? null : Parse(setting, text, new(SettingOrigin.Flag, setting.Flag), ExitCode.Usage);
    }

    /// <summary>An empty variable counts as unset, as shells can hardly tell the two apart.</summary>
    private SettingValue? FromVariable(Setting setting) =>
        setting.HasVariable && environment.TryGetValue(setting.Variable, out var text) && text.Length > 0
            ? Parse(setting, text, new(SettingOrigin.Environment, setting.Variable), ExitCode.Environment)
            : null;

    private static SettingValue Parse(Setting setting, string text, SettingSource source, ExitCode exitCode)
    {
        try
        {
            return new SettingValue(setting.Parse(text), source);
        }
        catch (SettingMismatch)
        {
            throw new UserError(
                $"{source.Description}: found {SafeText.QuoteSetting(text)}, but it must be {setting.Allowed}",
                $"give for example {setting.Example.Trim('"')}",
                exitCode);
        }
    }
}
