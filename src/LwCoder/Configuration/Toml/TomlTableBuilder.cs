namespace LwCoder.Configuration.Toml;

/// <summary>Puts what was read in its place, and refuses to define anything twice.</summary>
internal sealed class TomlTableBuilder
{
    private TomlTable _section;

    public TomlTableBuilder() => _section = Root;

    public TomlTable Root { get; } = new(new TomlPosition(1, 1), TomlTableOrigin.Header);

    /// <summary>`[path]`: what follows belongs to that table.</summary>
    public void OpenTable(List<TomlKey> path)
    {
        var parent = Descend(path);
        var key = path[^1];
        if (!parent.Entries.TryGetValue(key.Name, out var existing))
        {
            _section = new TomlTable(key.Position, TomlTableOrigin.Header);
            parent.Add(key, _section);
        }
        else if (existing.Value is TomlTable { Origin: TomlTableOrigin.Mentioned } mentioned)
        {
            mentioned.Origin = TomlTableOrigin.Header;
            _section = mentioned;
        }
        else
        {
            throw DefinedTwice(key, existing);
        }
    }

    /// <summary>`[[path]]`: what follows belongs to a new element of that array.</summary>
    public void OpenElement(List<TomlKey> path)
    {
        var parent = Descend(path);
        var key = path[^1];
        if (!parent.Entries.TryGetValue(key.Name, out var existing))
        {
            existing = new TomlEntry(key.Position, new TomlArray(key.Position, ofTables: true));
            parent.Add(key, existing.Value);
        }
        if (existing.Value is not TomlArray { OfTables: true } array)
        {
            throw DefinedTwice(key, existing);
        }
        _section = new TomlTable(key.Position, TomlTableOrigin.Header);
        array.Add(_section);
    }

    /// <summary>`path = value` in the section opened last.</summary>
    public void Assign(List<TomlKey> path, TomlValue value) => Assign(_section, path, value);

    public static void Assign(TomlTable table, List<TomlKey> path, TomlValue value)
    {
        foreach (var key in path[..^1])
        {
            table = StepByDottedKey(table, key);
        }
        if (table.Entries.TryGetValue(path[^1].Name, out var existing))
        {
            throw DefinedTwice(path[^1], existing);
        }
        table.Add(path[^1], value);
    }

    private static TomlTable StepByDottedKey(TomlTable table, TomlKey key)
    {
        if (!table.Entries.TryGetValue(key.Name, out var existing))
        {
            var added = new TomlTable(key.Position, TomlTableOrigin.DottedKey);
            table.Add(key, added);
            return added;
        }
        if (existing.Value is TomlTable { Origin: TomlTableOrigin.DottedKey or TomlTableOrigin.Mentioned } open)
        {
            open.Origin = TomlTableOrigin.DottedKey;
            return open;
        }
        throw DefinedTwice(key, existing);
    }

    /// <summary>The table that holds the last part of a header's path; tables on the way are made when missing.</summary>
    private TomlTable Descend(List<TomlKey> path)
    {
        var table = Root;
        foreach (var key in path[..^1])
        {
            if (!table.Entries.TryGetValue(key.Name, out var existing))
            {
                var mentioned = new TomlTable(key.Position, TomlTableOrigin.Mentioned);
                table.Add(key, mentioned);
                table = mentioned;
                continue;
            }
            table = existing.Value switch
            {
                TomlTable { Origin: not TomlTableOrigin.Inline } open => open,
                TomlArray { OfTables: true } array => (TomlTable)array.Items[^1],
                _ => throw DefinedTwice(key, existing),
            };
        }
        return table;
    }

    private static TomlException DefinedTwice(TomlKey key, TomlEntry existing) =>
        new($"{SafeText.QuoteStart(key.Name)} is already defined at {existing.KeyPosition}", key.Position);
}
