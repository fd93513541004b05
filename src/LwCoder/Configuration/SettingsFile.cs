using System.Globalization;
using LwCoder.Configuration.Toml;
using LwCoder.Platform.Terminal;

namespace LwCoder.Configuration;

/// <summary>One config.toml, checked against the schema from first line to last.</summary>
/// <param name="path">How errors name the file.</param>
/// <param name="file"><see cref="SettingOrigin.Home"/> or <see cref="SettingOrigin.Repository"/>.</param>
internal sealed class SettingsFile(string path, SettingOrigin file)
{
    private readonly Dictionary<Setting, SettingValue> _values = [];

    /// <summary>What the file sets.</summary>
    /// <exception cref="UserError">The text is no TOML, or holds what the schema does not know or does not allow.</exception>
    public IReadOnlyDictionary<Setting, SettingValue> Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            ReadTable(TomlReader.Read(utf8), "");
            return _values;
        }
        catch (TomlException error)
        {
            throw Error(error.Position, error.Message, "correct the line; https://toml.io/en/v1.0.0 has the rules");
        }
    }

    private void ReadTable(TomlTable table, string tablePath)
    {
        foreach (var (name, entry) in table.Entries)
        {
            var innerPath = tablePath.Length == 0 ? name : $"{tablePath}.{name}";
            if (SettingsSchema.Find(file, tablePath, name) is { } setting)
            {
                var source = string.Create(CultureInfo.InvariantCulture, $"{path}:{entry.KeyPosition.Line}");
                _values[setting] = new(ReadValue(setting, entry.Value, tablePath), new(file, source));
            }
            else if (name.Contains('.') || !SettingsSchema.HasTable(file, innerPath))
            {
                throw Unknown(name, entry.KeyPosition, tablePath);
            }
            else
            {
                ReadTable(entry.Value as TomlTable ?? throw NotATable(name, entry.Value, innerPath), innerPath);
            }
        }
    }

    private object? ReadValue(Setting setting, TomlValue value, string tablePath)
    {
        try
        {
            return setting.Read(value);
        }
        catch (SettingMismatch mismatch)
        {
            var culprit = mismatch.Culprit ?? value;
            throw Error(
                culprit.Position,
                $"{InTable(tablePath)}{setting.Name}: found {Describe(culprit)}, but it must be {setting.Allowed}",
                $"write for example {setting.Name} = {setting.Example}");
        }
    }

    private UserError Unknown(string name, TomlPosition position, string tablePath)
    {
        var known = SettingsSchema.NamesIn(file, tablePath);
        var message = $"{InTable(tablePath)}unknown key {SafeText.QuoteStart(name)}; allowed here: {string.Join(", ", known)}";
        return Error(position, message, FixFor(name, tablePath, known));
    }

    private string FixFor(string name, string tablePath, IReadOnlyList<string> known)
    {
        var (otherFile, otherName) = file == SettingOrigin.Home
            ? (SettingOrigin.Repository, "the repository's .lw_coder/config.toml")
            : (SettingOrigin.Home, "~/.lw_coder/config.toml in your home");
        var innerPath = tablePath.Length == 0 ? name : $"{tablePath}.{name}";
        if (SettingsSchema.Find(otherFile, tablePath, name) is not null || SettingsSchema.HasTable(otherFile, innerPath))
        {
            return $"{innerPath} belongs in {otherName}; move it there";
        }
        if (tablePath.Length == 0
            && known.FirstOrDefault(table => SettingsSchema.Find(file, table.Trim('[', ']'), name) is not null) is { } owner)
        {
            return $"move it below the line {owner}";
        }
        return NearMatches.Of(name, known.Select(candidate => candidate.Trim('[', ']'))) is [var meant, ..]
            ? $"did you mean {meant}?"
            : "remove it";
    }

    private UserError NotATable(string name, TomlValue value, string innerPath) => Error(
        value.Position, $"{name}: found {Describe(value)}, but it must be a table", $"write [{innerPath}] on a line of its own");

    private UserError Error(TomlPosition position, string message, string hint) =>
        new($"{path}:{position}: {message}", hint, ExitCode.Environment);

    private static string InTable(string path) => path.Length == 0 ? "" : $"[{path}] ";

    private static string Describe(TomlValue value) => value switch
    {
        TomlString text => $"the string {SafeText.QuoteStart(text.Value)}",
        TomlInteger number => string.Create(CultureInfo.InvariantCulture, $"the number {number.Value}"),
        TomlFloat number => string.Create(CultureInfo.InvariantCulture, $"the number {number.Value}"),
        TomlBoolean flag => flag.Value ? "true" : "false",
        TomlMoment moment => $"the date or time {moment.Text}",
        TomlArray => "a list",
        _ => "a table",
    };
}
