using System.Globalization;
using LwCoder.Platform.Terminal;

namespace LwCoder.Benchmarks.Measuring;

/// <summary>
/// The table a benchmark prints. A goal that is missed is said and is no failure: a busy machine proves nothing.
/// </summary>
internal sealed class Report
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <param name="other">What <paramref name="series"/> is compared with; null for the yardstick itself.</param>
    /// <param name="goal">The highest ratio that is good.</param>
    public void Add(Series series, Series? other = null, double? goal = null)
    {
        var ratio = other is null ? (double?)null : series.WallRatio(other);
        Add(
            series.Name,
            $"{Number(series.Wall, "0.0")} ms",
            series.Processor > 0 ? $"{Number(series.Processor, "0.0")} ms" : "",
            ratio is { } wall ? Number(wall, "0.00") : "",
            other is { Processor: > 0 } ? Number(series.ProcessorRatio(other), "0.00") : "",
            goal is { } highest ? $"ratio <= {Number(highest, "0.##")}" : "",
            goal is null ? null : ratio <= goal);
    }

    /// <summary>A median with a goal of its own.</summary>
    public void AddLimit(string what, double milliseconds, double highest) =>
        Add(what, $"{Number(milliseconds, "0.0")} ms", "", "", "", $"<= {Number(highest, "0.#")} ms", milliseconds <= highest);

    public void AddCount(string what, int count, int highest) =>
        Add(what, Number(count, "0"), "", "", "", $"<= {Number(highest, "0")}", count <= highest);

    public void Write(TextWriter output) => TextTable.Write(
        output, forPerson: true, ["what", "median", "processor", "ratio", "processor ratio", "goal", "met"], _rows);

    private void Add(string what, string median, string processor, string ratio, string processorRatio, string goal, bool? met) =>
        _rows.Add(
            [what, median, processor, ratio, processorRatio, goal, met switch { true => "yes", false => "NO", null => "" }]);

    private static string Number(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
