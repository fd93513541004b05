namespace LwCoder.Configuration.Toml;

/// <summary>A place in a TOML text. Both numbers start at 1; columns count UTF-16 units, as most editors do.</summary>
internal readonly record struct TomlPosition(int Line, int Column)
{
    public override string ToString() => $"{Line}:{Column}";
}
