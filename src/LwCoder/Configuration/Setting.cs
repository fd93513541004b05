using System.Globalization;
using LwCoder.Configuration.Toml;

namespace LwCoder.Configuration;

/// <summary>
/// One thing a user can set: its names in files, flags and the environment, its type, its built-in value and its
/// documentation. <see cref="SettingsSchema"/> lists them all; docs/configuration.md is tested against that list.
/// </summary>
internal abstract class Setting(string name, string documentation)
{
    public string Name { get; } = name;

    /// <summary>One sentence for the manual.</summary>
    public string Documentation { get; } = documentation;

    /// <summary>The table in a repository's config.toml; empty for the top level, null when it may not stand there.</summary>
    public string? RepositoryTable { get; init; }

    /// <summary>The same for the home's config.toml.</summary>
    public string? HomeTable { get; init; }

    /// <summary>True when `LW_CODER_NAME` sets it.</summary>
    public bool HasVariable { get; init; }

    /// <summary>True when it is a table whose keys the user chooses.</summary>
    public bool IsTable { get; init; }

    /// <summary>How errors call the flag; whether a command has it is for the command to say.</summary>
    public string Flag => $"--{Name.Replace('_', '-')}";

    /// <summary>Named after the key, where that says enough by itself.</summary>
    public string Variable
    {
        get => field ?? $"LW_CODER_{Name.ToUpperInvariant()}";
        init;
    }

    /// <summary>See <see cref="SettingType{T}.Allowed"/>.</summary>
    public abstract string Allowed { get; }

    public abstract string Example { get; }

    /// <summary>See <see cref="SettingType{T}.Words"/>.</summary>
    public abstract IReadOnlyList<string> Words { get; }

    public abstract object? BuiltIn { get; }

    public string? TableIn(SettingOrigin file) => file == SettingOrigin.Home ? HomeTable : RepositoryTable;

    /// <exception cref="SettingMismatch">It is not what <see cref="Allowed"/> says.</exception>
    public abstract object? Read(TomlValue value);

    /// <exception cref="SettingMismatch">It is not what <see cref="Allowed"/> says.</exception>
    public abstract object? Parse(string text);

    /// <summary>The parts of a repository's value that need the user's trust.</summary>
    /// <param name="own">What would hold without the repository's file.</param>
    public abstract IReadOnlyList<string> RisksOf(object? value, object? own);

    /// <summary>What the user should hear about a value, or null.</summary>
    public abstract string? WarningFor(object? value, SettingOrigin origin);
}

internal sealed class Setting<T>(string name, SettingType<T> type, T builtIn, string documentation)
    : Setting(name, documentation)
{
    /// <summary>See <see cref="RisksOf"/>. None by default.</summary>
    public Func<T, T, IReadOnlyList<string>> Risks { get; init; } = (_, _) => [];

    /// <summary>See <see cref="WarningFor"/>. None by default.</summary>
    public Func<T, SettingOrigin, string?> Warning { get; init; } = (_, _) => null;

    public override string Allowed => type.Allowed;

    /// <summary>Of a number, the built-in one: the least that is allowed would rarely do.</summary>
    public override string Example => BuiltIn is int number ? number.ToString(CultureInfo.InvariantCulture) : type.Example;

    public override IReadOnlyList<string> Words => type.Words;

    public override object? BuiltIn => builtIn;

    public override object? Read(TomlValue value) => type.Read(value);

    public override object? Parse(string text) =>
        type.Parse is null ? throw new InvalidOperationException($"{Name} has no text form") : type.Parse(text);

    public override IReadOnlyList<string> RisksOf(object? value, object? own) => Risks((T)value!, (T)own!);

    public override string? WarningFor(object? value, SettingOrigin origin) => Warning((T)value!, origin);
}
