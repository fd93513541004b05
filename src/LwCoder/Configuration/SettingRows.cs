using LwCoder.Configuration.Toml;

namespace LwCoder.Configuration;

/// <summary>`[[table]]`: any number of tables that have the same keys, described like other settings.</summary>
internal static class SettingRows
{
    /// <param name="table">As it is written between the brackets.</param>
    /// <param name="required">Those of the keys that every table must have.</param>
    public static SettingType<IReadOnlyList<T>> Of<T>(
        string table, IReadOnlyList<Setting> keys, IReadOnlyList<Setting> required, Func<SettingRow, T> make) => new(
        $"tables [[{table}]]",
        $"\"…\" in a table [[{table}]]",
        value => value is TomlArray array
            ? [.. array.Items.Select(item => make(Read($"[[{table}]]", keys, required, item)))]
            : throw new SettingMismatch(value));

    private static SettingRow Read(
        string table, IReadOnlyList<Setting> keys, IReadOnlyList<Setting> required, TomlValue item)
    {
        var row = item as TomlTable ?? throw new SettingMismatch(item);
        var values = keys.ToDictionary(key => key, key => key.BuiltIn);
        foreach (var (name, entry) in row.Entries)
        {
            var key = keys.FirstOrDefault(key => key.Name == name) ?? throw new SettingMismatch(SettingComplaint.Unknown(
                table, name, entry.KeyPosition, [.. keys.Select(key => key.Name)]));
            try
            {
                values[key] = key.Read(entry.Value);
            }
            catch (SettingMismatch mismatch)
            {
                throw new SettingMismatch(SettingComplaint.Mismatch(table, key, mismatch.Culprit ?? entry.Value));
            }
        }
        return required.FirstOrDefault(key => !row.Entries.ContainsKey(key.Name)) is { } missing
            ? throw new SettingMismatch(new SettingComplaint(
                item.Position, $"{table} {missing.Name} is missing", $"write for example {missing.Name} = {missing.Example}"))
            : new SettingRow(values);
    }
}

/// <summary>One of the tables.</summary>
internal sealed class SettingRow(IReadOnlyDictionary<Setting, object?> values)
{
    public T Get<T>(Setting<T> key) => (T)values[key]!;
}
