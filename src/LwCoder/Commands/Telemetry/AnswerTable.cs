namespace LwCoder.Commands.Telemetry;

/// <summary>An answer as rows, before it is decided whether a person or a program reads it.</summary>
/// <param name="Name">Of the list in JSON.</param>
/// <param name="Rows">
/// Gone through once, as they may come from a database. A value for each column: text, whole number, decimal, double, moment,
/// list of decimals, or a <see cref="TreeCell"/>.
/// </param>
internal sealed record AnswerTable(
    string Name, IReadOnlyList<AnswerColumn> Columns, IEnumerable<IReadOnlyList<object?>> Rows);

/// <param name="Name">In JSON and CSV, with its unit.</param>
/// <param name="Heading">Empty for what only programs get.</param>
/// <param name="Rank">In a terminal that is too narrow the highest is left out first; 0 stays.</param>
internal sealed record AnswerColumn(string Name, string Heading, CellKind Kind = CellKind.Plain, int Rank = 0);

/// <summary>What stands below something else.</summary>
internal sealed record TreeCell(string Text, int Depth)
{
    public override string ToString() => Text;
}

/// <summary>How a person gets to see a value.</summary>
internal enum CellKind
{
    Plain,
    Money,
    /// <summary>A count, shortened.</summary>
    Amount,
    /// <summary>A moment as its age.</summary>
    Age,
    /// <summary>Milliseconds.</summary>
    Duration,
    /// <summary>From 0 to 1, as per cent.</summary>
    Share,
    /// <summary>A list of numbers as bars.</summary>
    Trend,
}
