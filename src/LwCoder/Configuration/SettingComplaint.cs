using System.Globalization;
using LwCoder.Configuration.Toml;
using LwCoder.Platform.Terminal;

namespace LwCoder.Configuration;

/// <summary>What is wrong at one place of a config.toml, and how to put it right.</summary>
internal sealed record SettingComplaint(TomlPosition Position, string Message, string Fix)
{
    /// <param name="table">As it is written, in its brackets; empty for the top of the file.</param>
    public static SettingComplaint Mismatch(string table, Setting setting, TomlValue culprit) => new(
        culprit.Position,
        $"{Inside(table)}{setting.Name}: found {Describe(culprit)}, but it must be {setting.Allowed}",
        $"write for example {setting.Name} = {setting.Example}");

    /// <param name="known">What may stand there; tables in brackets.</param>
    public static SettingComplaint Unknown(string table, string name, TomlPosition position, IReadOnlyList<string> known) => new(
        position,
        $"{Inside(table)}unknown key {SafeText.QuoteStart(name)}; allowed here: {string.Join(", ", known)}",
        NearMatches.Of(name, known.Select(LastPart)) is [var meant, ..] ? $"did you mean {meant}?" : "remove it");

    public static SettingComplaint NotATable(string name, TomlValue value, string path) => new(
        value.Position, $"{name}: found {Describe(value)}, but it must be a table", $"write [{path}] on a line of its own");

    private static string Inside(string table) => table.Length == 0 ? "" : $"{table} ";

    /// <summary>What a person writes who is in the table around it.</summary>
    private static string LastPart(string name) => name.Trim('[', ']') is var path ? path[(path.LastIndexOf('.') + 1)..] : name;

    private static string Describe(TomlValue value) => value switch
    {
        TomlString text => $"the string {SafeText.QuoteSetting(text.Value)}",
        TomlInteger number => string.Create(CultureInfo.InvariantCulture, $"the number {number.Value}"),
        TomlFloat number => string.Create(CultureInfo.InvariantCulture, $"the number {number.Value}"),
        TomlBoolean flag => flag.Value ? "true" : "false",
        TomlMoment moment => $"the date or time {moment.Text}",
        TomlArray => "a list",
        _ => "a table",
    };
}
