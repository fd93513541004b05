namespace LwCoder.Telemetry.Schema;

/// <param name="PrimaryKey">Names of columns.</param>
internal sealed record Table(string Name, IReadOnlyList<Column> Columns, params string[] PrimaryKey)
{
    /// <summary>Keys by which a thing is known that was told before.</summary>
    public IReadOnlyList<string[]> UniqueKeys { get; init; } = [];

    public IReadOnlyList<string[]> Indexes { get; init; } = [];

    /// <summary>Unique keys of the earlier system that would refuse what is right, and are dropped.</summary>
    public IReadOnlyList<string[]> ReplacedKeys { get; init; } = [];

    /// <summary>The key that tells whether a row is there: the unique one, or the primary one.</summary>
    public IReadOnlyList<string> Identity => UniqueKeys.Count > 0 ? UniqueKeys[0] : PrimaryKey;

    public Column this[string column] =>
        Columns.FirstOrDefault(candidate => candidate.Name == column)
            ?? throw new ArgumentException($"{Name} has no column {column}", nameof(column));

    public bool Has(string column) => Columns.Any(candidate => candidate.Name == column);
}
