using System.Globalization;
using System.Text;

namespace LwCoder.Training.Reading;

/// <summary>
/// Shortens a trace to what the evidence points at: lines that mention a term, rare terms before common ones, then lines that
/// speak of trouble, each with its surroundings, as wide as there is room; always the two ends. What is left out is counted in
/// its place.
/// </summary>
internal static class TraceTrim
{
    private const int Around = 6;
    private const int EndLines = 40;
    private const int LongestLine = 1_000;

    /// <param name="limit">Characters, about; markers come on top.</param>
    public static string Trim(string trace, int limit, IReadOnlyList<string> terms)
    {
        if (trace.Length <= limit)
        {
            return trace;
        }
        var lines = trace.Split('\n');
        var scores = ScoresOf(lines, terms);
        var kept = new bool[lines.Length];
        var room = limit;
        Keep(Enumerable.Range(0, Math.Min(EndLines, lines.Length)), limit / 8);
        Keep(Enumerable.Range(0, Math.Min(EndLines, lines.Length)).Select(back => lines.Length - 1 - back), limit / 8);
        foreach (var (line, _) in scores.Index().Where(line => line.Item > 0).OrderByDescending(line => line.Item))
        {
            if (room <= 0)
            {
                break;
            }
            var (first, last) = (Math.Max(0, line - Around), Math.Min(lines.Length - 1, line + Around));
            Keep(Enumerable.Range(first, last - first + 1).OrderBy(near => Math.Abs(near - line)), room);
        }
        // What room is left widens what was found.
        var distances = DistancesTo(kept);
        Keep(Enumerable.Range(0, lines.Length).OrderBy(line => distances[line]), room);
        return Join(lines, kept, terms);

        void Keep(IEnumerable<int> wanted, int atMost)
        {
            foreach (var line in wanted.Where(line => !kept[line]))
            {
                var length = Math.Min(lines[line].Length, LongestLine) + 1;
                if (length > Math.Min(atMost, room))
                {
                    return;
                }
                kept[line] = true;
                (atMost, room) = (atMost - length, room - length);
            }
        }
    }

    private static double[] ScoresOf(string[] lines, IReadOnlyList<string> terms)
    {
        var scores = new double[lines.Length];
        foreach (var term in terms)
        {
            var found = lines.Index().Where(line => line.Item.Contains(term, StringComparison.OrdinalIgnoreCase))
                .Select(line => line.Index).ToList();
            found.ForEach(line => scores[line] += 10.0 / found.Count);
        }
        foreach (var (line, text) in lines.Index())
        {
            scores[line] += Evidence.IsTrouble(text) ? 0.05 : 0;
        }
        return scores;
    }

    /// <summary>Of each line to the nearest kept one.</summary>
    private static int[] DistancesTo(bool[] kept)
    {
        var distances = new int[kept.Length];
        for (int line = 0, far = kept.Length; line < kept.Length; line++)
        {
            distances[line] = far = kept[line] ? 0 : far + 1;
        }
        for (int line = kept.Length - 1, far = kept.Length; line >= 0; line--)
        {
            far = kept[line] ? 0 : far + 1;
            distances[line] = Math.Min(distances[line], far);
        }
        return distances;
    }

    private static string Join(string[] lines, bool[] kept, IReadOnlyList<string> terms)
    {
        var text = new StringBuilder();
        for (int line = 0, left = 0; line <= lines.Length; line++)
        {
            if (line < lines.Length && !kept[line])
            {
                left++;
                continue;
            }
            if (left > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"[... {left} lines left out ...]\n");
                left = 0;
            }
            if (line < lines.Length)
            {
                text.Append(ShortLine(lines[line], terms)).Append('\n');
            }
        }
        return text.ToString();
    }

    /// <summary>The part of a long line around the first term it mentions.</summary>
    private static string ShortLine(string line, IReadOnlyList<string> terms)
    {
        if (line.Length <= LongestLine)
        {
            return line;
        }
        var at = terms.Select(term => line.IndexOf(term, StringComparison.OrdinalIgnoreCase)).Where(index => index >= 0)
            .DefaultIfEmpty(0).Min();
        var start = Math.Clamp(at - (LongestLine / 2), 0, line.Length - LongestLine);
        var end = start + LongestLine;
        // Never between the halves of a character.
        start += char.IsLowSurrogate(line[start]) ? 1 : 0;
        end -= char.IsHighSurrogate(line[end - 1]) ? 1 : 0;
        return $"{(start > 0 ? "[...] " : "")}{line[start..end]}{(end < line.Length ? " [...]" : "")}";
    }
}
