namespace LwCoder.Configuration;

/// <summary>Where a value can come from; a later one wins.</summary>
internal enum SettingOrigin
{
    BuiltIn,
    Home,
    Repository,
    Environment,
    Flag,
}

/// <param name="Description">For people: `built in`, `…/config.toml:3`, `LW_CODER_TOOL`, `--tool`.</param>
internal sealed record SettingSource(SettingOrigin Origin, string Description);
