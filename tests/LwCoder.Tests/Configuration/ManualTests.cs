using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

/// <summary>docs/configuration.md says what the schema says.</summary>
public sealed class ManualTests : IDisposable
{
    private static readonly string Manual = File.ReadAllText(Path.Combine(ProjectFolder.Path, "docs", "configuration.md"))
        .ReplaceLineEndings("\n");

    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Every_setting_has_its_row()
    {
        foreach (var setting in CodeSettings.All.Append(RecoverySettings.Attempts).Concat(EvalSettings.All))
        {
            Manual.Should().Contain(Row(setting));
        }
        foreach (var setting in (Setting[])
            [.. FinalizeSettings.All, .. DecompositionSettings.All, .. GovernorSettings.All, .. RecoverySettings.All])
        {
            var home = setting.HomeTable is null ? "|" : "| yes";
            Manual.Should().Contain(
                $"| `{setting.Name}` | {setting.Allowed} | {BuiltIn(setting)} {home} | {setting.Documentation} |\n");
        }
        foreach (var setting in (Setting[])[.. ModelSettings.All, .. StoreSettings.All, .. HookSettings.All,
            .. WorktreeSettings.All, .. SetupSettings.Keys])
        {
            Manual.Should().Contain(
                $"| `{setting.Name}` | {setting.Allowed} | {BuiltIn(setting)} | {setting.Documentation} |\n");
        }
    }

    [Fact]
    public void The_examples_are_read_and_show_every_setting()
    {
        _fixture.WriteRepository(Example("repository"));
        _fixture.WriteHome(Example("home"));

        var settings = _fixture.Read();

        SettingsSchema.All.Except(HooksNotShown).Should().OnlyContain(setting => settings.SourceOf(setting).Origin
            == (setting.RepositoryTable == null ? SettingOrigin.Home : SettingOrigin.Repository));
        settings.Get(CodeSettings.SessionTimeout).Should().Be(TimeSpan.FromHours(3));
    }

    /// <summary>One event is example enough.</summary>
    private static IEnumerable<Setting> HooksNotShown =>
        HookSettings.All.Where(setting => setting.HomeTable != $"hooks.{HookSettings.CodeComplete.Event}");

    private static string Row(Setting setting)
    {
        var home = setting.HomeTable is null ? "|" : "| yes";
        var variable = setting.HasVariable ? $"| `{setting.Variable}`" : "|";
        return $"| `{setting.Name}` | {setting.Allowed} | {BuiltIn(setting)} {home} {variable} | {setting.Documentation} |\n";
    }

    private static string BuiltIn(Setting setting) => setting.BuiltIn switch
    {
        null => "unset",
        string text => $"`\"{text}\"`",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan span => $"`\"{Duration.Format(span)}\"`",
        IReadOnlyList<string> list => $"`[{string.Join(", ", list.Select(item => $"\"{item}\""))}]`",
        IReadOnlyDictionary<string, string> table => string.Join(", ", table.Select(pair => $"`{pair.Key} = \"{pair.Value}\"`")),
        var other => $"`{other}`",
    };

    private static string Example(string file)
    {
        var fence = $"```toml {file}\n";
        var start = Manual.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        return Manual[start..Manual.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
