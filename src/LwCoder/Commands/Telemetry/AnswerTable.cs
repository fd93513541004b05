namespace LwCoder.Commands.Telemetry;

/// <summary>An answer as rows, before it is decided whether a person or a program reads it.</summary>
/// <param name="Name">Of the list in JSON.</param>
/// <param name="Rows">A value for each column: text, whole number, decimal, double, moment, or a list of decimals.</param>
internal sealed record AnswerTable(
    string Name, IReadOnlyList<AnswerColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);

/// <param name="Name">In JSON and CSV, with its unit.</param>
/// <param name="Heading">Empty for what only programs get.</param>
internal sealed record AnswerColumn(string Name, string Heading, CellKind Kind = CellKind.Plain);

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
