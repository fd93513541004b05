namespace LwCoder.Commands.Init;

/// <summary>The lines of a `.gitignore` that keep what lw_coder makes at run time out of commits.</summary>
internal static class IgnoreBlock
{
    /// <summary>Later versions find the block by exactly this line.</summary>
    public const string Marker = "# lw_coder cache and temporary files";

    public static IReadOnlyList<string> Entries { get; } =
    [
        ".lw_coder/dspy_cache/",
        ".lw_coder/worktrees/",
        ".lw_coder/runs/",
        ".lw_coder/plan-traces/",
        ".lw_coder/sessions/",
        ".lw_coder/optimizations/",
        ".lw_coder/telemetry.db*",
    ];

    /// <summary>
    /// Adds the entries <paramref name="text"/> lacks, under the marker if it is there and at the end if not.
    /// Every other line and the file's own line ends stay as they are.
    /// </summary>
    public static (string Text, IReadOnlyList<string> Added) AddTo(string text)
    {
        var lines = text.Split('\n').ToList();
        var present = lines.Select(line => line.TrimEnd().TrimStart('/')).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<string> added = [.. Entries.Where(entry => !present.Contains(entry))];
        if (added.Count == 0)
        {
            return (text, added);
        }
        var carriage = lines.Count > 1 && lines[0].EndsWith('\r') ? "\r" : "";
        var marker = lines.FindIndex(line => line.TrimEnd() == Marker);
        if (marker < 0)
        {
            marker = AppendMarker(lines, carriage);
        }
        var end = marker + 1;
        while (end < lines.Count && Entries.Contains(lines[end].TrimEnd().TrimStart('/')))
        {
            end++;
        }
        // A marker or an entry on an unterminated last line has to be ended before something can follow it.
        if (end == lines.Count)
        {
            lines[^1] = lines[^1].TrimEnd('\r') + carriage;
            lines.Add("");
        }
        lines.InsertRange(end, added.Select(entry => entry + carriage));
        return (string.Join('\n', lines), added);
    }

    /// <returns>The marker's index; one blank line separates it from what was there.</returns>
    private static int AppendMarker(List<string> lines, string carriage)
    {
        if (lines[^1].Length > 0)
        {
            lines[^1] += carriage;
            lines.Add("");
        }
        var hasContent = lines.Count > 1;
        if (hasContent && lines[^2].Trim().Length > 0)
        {
            lines.Insert(lines.Count - 1, carriage);
        }
        lines.Insert(lines.Count - 1, Marker + carriage);
        return lines.Count - 2;
    }
}
