namespace LwCoder.Commands.Telemetry;

/// <summary>
/// Makes a table fit a terminal: texts are cut as far as they still tell something, and then the columns that matter least are
/// left out. Programs get all of it.
/// </summary>
internal static class TableFit
{
    /// <summary>Between two columns.</summary>
    private const int Gap = 2;

    /// <summary>A text shorter than that tells nothing.</summary>
    private const int LeastText = 12;

    /// <param name="columns">Those with a heading.</param>
    /// <param name="widths">What each would take.</param>
    /// <returns>For each column how wide it may be; 0 for one that is left out.</returns>
    public static int[] Fit(IReadOnlyList<AnswerColumn> columns, IReadOnlyList<int> widths, int room)
    {
        var fitted = widths.ToArray();
        while (LeastOf(columns, fitted) > room && LeastImportant(columns, fitted) is { } unimportant)
        {
            fitted[unimportant] = 0;
        }
        while (WidthOf(fitted) > room && WidestText(columns, fitted) is { } widest)
        {
            fitted[widest]--;
        }
        return fitted;
    }

    private static int WidthOf(int[] widths) => widths.Sum(width => width > 0 ? width + Gap : 0) - Gap;

    /// <summary>With all texts cut as far as they may be.</summary>
    private static int LeastOf(IReadOnlyList<AnswerColumn> columns, int[] widths) => WidthOf(
        [.. widths.Select((width, column) => columns[column].Kind == CellKind.Plain ? Math.Min(width, LeastText) : width)]);

    private static int? LeastImportant(IReadOnlyList<AnswerColumn> columns, int[] widths)
    {
        int? found = null;
        for (var column = 0; column < widths.Length; column++)
        {
            if (widths[column] > 0 && columns[column].Rank > (found is { } last ? columns[last].Rank : 0))
            {
                found = column;
            }
        }
        return found;
    }

    private static int? WidestText(IReadOnlyList<AnswerColumn> columns, int[] widths)
    {
        int? found = null;
        for (var column = 0; column < widths.Length; column++)
        {
            if (columns[column].Kind == CellKind.Plain && widths[column] > (found is { } last ? widths[last] : LeastText))
            {
                found = column;
            }
        }
        return found;
    }
}
