namespace LwCoder.Platform.Terminal;

/// <summary>Rows with aligned columns for a person, or separated by tabs, without a heading, for a program.</summary>
internal static class TextTable
{
    public static void Write(
        TextWriter output, bool forPerson, IReadOnlyList<string> heading, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (!forPerson)
        {
            foreach (var row in rows)
            {
                output.WriteLine(string.Join('\t', row));
            }
            return;
        }
        IReadOnlyList<IReadOnlyList<string>> all = [heading, .. rows];
        var widths = heading.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
