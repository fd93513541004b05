namespace LwCoder.Configuration.Toml;

/// <summary>Keys in the order in which they were first written.</summary>
internal sealed class TomlTable(TomlPosition position, TomlTableOrigin origin) : TomlValue(position)
{
    private readonly OrderedDictionary<string, TomlEntry> _entries = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, TomlEntry> Entries => _entries;

    /// <summary>What has defined the table so far; only the reader needs it, to refuse a second definition.</summary>
    internal TomlTableOrigin Origin { get; set; } = origin;

    internal void Add(TomlKey key, TomlValue value) => _entries.Add(key.Name, new TomlEntry(key.Position, value));
}

/// <param name="KeyPosition">Where the key was first written.</param>
internal sealed record TomlEntry(TomlPosition KeyPosition, TomlValue Value);

/// <summary>One part of a dotted key.</summary>
internal sealed record TomlKey(string Name, TomlPosition Position);

internal enum TomlTableOrigin
{
    /// <summary>`[a.b]` mentions `a` without defining it: both a header and dotted keys may still do so.</summary>
    Mentioned,

    /// <summary>`[a]`, an element of `[[a]]`, or the document: only further headers may add to it from outside.</summary>
    Header,

    /// <summary>`a.b = 1` defines `a`: more dotted keys may add to it, and headers may add tables below it.</summary>
    DottedKey,

    /// <summary>`{ … }`: complete, nothing may be added.</summary>
    Inline,
}
