using System.Globalization;
using LwCoder.Configuration.Toml;

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
            throw Error(new(error.Position, error.Message, "correct the line; https://toml.io/en/v1.0.0 has the rules"));
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
                ReadTable(
                    entry.Value as TomlTable ?? throw Error(SettingComplaint.NotATable(name, entry.Value, innerPath)), innerPath);
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
            throw Error(mismatch.Complaint
                ?? SettingComplaint.Mismatch(Bracketed(tablePath), setting, mismatch.Culprit ?? value));
        }
    }

    private UserError Unknown(string name, TomlPosition position, string tablePath)
    {
        var complaint = SettingComplaint.Unknown(Bracketed(tablePath), name, position, SettingsSchema.NamesIn(file, tablePath));
        var innerPath = tablePath.Length == 0 ? name : $"{tablePath}.{name}";
        var (otherFile, otherName) = file == SettingOrigin.Home
            ? (SettingOrigin.Repository, "the repository's .lw_coder/config.toml")
            : (SettingOrigin.Home, "~/.lw_coder/config.toml in your home");
        if (SettingsSchema.Find(otherFile, tablePath, name) is not null || SettingsSchema.HasTable(otherFile, innerPath))
        {
            return Error(complaint with { Fix = $"{innerPath} belongs in {otherName}; move it there" });
        }
        var owner = tablePath.Length > 0 ? null : SettingsSchema.NamesIn(file, tablePath)
            .FirstOrDefault(table => SettingsSchema.Find(file, table.Trim('[', ']'), name) is not null);
        return Error(owner is null ? complaint : complaint with { Fix = $"move it below the line {owner}" });
    }

    private UserError Error(SettingComplaint complaint) =>
        new($"{path}:{complaint.Position}: {complaint.Message}", complaint.Fix, ExitCode.Environment);

    private static string Bracketed(string table) => table.Length == 0 ? "" : $"[{table}]";
}
