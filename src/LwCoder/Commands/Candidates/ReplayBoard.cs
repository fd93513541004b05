using System.Globalization;
using LwCoder.Platform.Terminal;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;

namespace LwCoder.Commands.Candidates;

/// <summary>
/// Shows how a comparison goes on: in a terminal a table that is drawn anew, a line for each prompt set; elsewhere a line for
/// each replay that ended.
/// </summary>
/// <param name="width">Of the terminal in columns; null where there is none.</param>
internal sealed class ReplayBoard(TextWriter error, int? width, IReadOnlyList<ComparisonTask> tasks) : IReplayObserver
{
    private readonly Dictionary<string, ReplayResult> _results = [];
    private readonly HashSet<ComparisonTask> _running = [];
    private int _drawn;

    /// <summary>What an earlier part of the comparison came to.</summary>
    public void Known(ComparisonTask task, ReplayResult result) => _results[task.Key] = result;

    public void Began(ComparisonTask task)
    {
        _running.Add(task);
        Draw();
    }

    public void Ended(ComparisonTask task, ReplayResult result)
    {
        _running.Remove(task);
        _results[task.Key] = result;
        if (width is not null)
        {
            Draw();
            return;
        }
        var done = _results.Values.Count(one => one.Score is not null);
        lock (error)
        {
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"[{done}/{tasks.Count}] {task.Source.Key} on {task.Plan.Id}, attempt {task.Job.Attempt}: ")
                + result.Describe());
        }
    }

    private void Draw()
    {
        if (width is null)
        {
            return;
        }
        var lines = tasks.Select(task => task.Source).DistinctBy(source => source.Key).Select(Line).ToList();
        lock (error)
        {
            // Up to the first line of the last drawing, and away with it.
            error.Write(_drawn > 0 ? $"\u001b[{_drawn.ToString(CultureInfo.InvariantCulture)}F\u001b[J" : "");
            lines.ForEach(error.WriteLine);
        }
        _drawn = lines.Count;
    }

    private string Line(PromptSource source)
    {
        var own = tasks.Where(task => task.Source == source).ToList();
        var results = own.Select(task => _results.GetValueOrDefault(task.Key)).OfType<ReplayResult>().ToList();
        var scored = results.Where(result => result.Score is not null).ToList();
        var mean = scored.Count == 0
            ? "-"
            : scored.Average(result => result.Score!.Value).ToString("0.000", CultureInfo.InvariantCulture);
        var spent = results.Aggregate(Spending.None, (sum, result) => sum + result.Spent);
        var running = _running.Where(task => task.Source == source).Select(task => task.Plan.Id).ToList();
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{source.Key,-16} {scored.Count,3}/{own.Count} replayed  mean {mean,5}  {spent.ToText()}")
            + (running.Count > 0 ? $"  now: {string.Join(", ", running)}" : "");
        // A line that wraps would be two.
        return line[..Math.Min(line.Length, Math.Max(20, width!.Value - 1))];
    }
}
