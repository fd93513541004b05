namespace LwCoder.Telemetry.Schema;

/// <summary>What a column holds. How a database calls it is the dialect's business.</summary>
internal abstract record ColumnType
{
    /// <summary>Text of at most <paramref name="Length"/> characters.</summary>
    public sealed record Varchar(int Length) : ColumnType;

    /// <summary>Text of exactly that many characters, for hashes.</summary>
    public sealed record Char(int Length) : ColumnType;

    /// <summary>Text of any length.</summary>
    public sealed record Text : ColumnType;

    public sealed record Int : ColumnType;

    public sealed record BigInt : ColumnType;

    public sealed record Real : ColumnType;

    /// <summary>US dollars.</summary>
    public sealed record Money(int Precision, int Scale) : ColumnType;

    public sealed record Flag : ColumnType;

    /// <summary>A moment in UTC; to the second on servers, to the millisecond in SQLite.</summary>
    public sealed record Moment : ColumnType;

    /// <summary>One of some words. Databases of the earlier system number them: new ones only at the end.</summary>
    public sealed record Word(params string[] Words) : ColumnType;

    /// <summary>A number the database gives, ascending.</summary>
    public sealed record Serial : ColumnType;
}
