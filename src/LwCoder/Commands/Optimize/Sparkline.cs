namespace LwCoder.Commands.Optimize;

/// <summary>Numbers as a line of bars.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <param name="values">From left to right.</param>
    /// <param name="width">The most bars; of more values, the last of each stretch is drawn.</param>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        if (values.Count == 0)
        {
            return "";
        }
        var shown = Enumerable.Range(0, Math.Min(width, values.Count))
            .Select(bar => values[(int)(((bar + 1L) * values.Count / Math.Min(width, values.Count)) - 1)]).ToList();
        var (low, high) = (shown.Min(), shown.Max());
        return string.Concat(shown.Select(value =>
            Bars[high > low ? (int)((value - low) / (high - low) * (Bars.Length - 1)) : Bars.Length / 2]));
    }
}
