using System.Globalization;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Optimizers;

namespace LwCoder.Commands.Optimize;

/// <summary>
/// Where a search is: in a terminal one line that is rewritten (best score over calls, cost, time left), elsewhere a line at
/// each better score.
/// </summary>
/// <param name="error">Standard error.</param>
/// <param name="isLive">It is a terminal.</param>
internal sealed class OptimizeProgress(TextWriter error, bool isLive, Narrator narrator)
{
    private const int Width = 24;
    private const int LongestStage = 34;
    private const int LongestLine = 110;

    private readonly List<double> _best = [];
    private int _drawn;

    public void Show(string prompt, OptimizerProgress now)
    {
        var isBetter = now.Best is not null && (_best.Count == 0 || now.Best > _best[^1]);
        if (now.Best is { } best)
        {
            _best.Add(best);
        }
        if (isLive)
        {
            Draw(Line(now));
        }
        else if (isBetter)
        {
            narrator.Step($"{prompt}: {Line(now)}");
        }
    }

    /// <summary>What a single metric call came to, where each takes minutes.</summary>
    public void Show(string happened)
    {
        if (isLive)
        {
            Draw(TerminalText.OneLine(happened, LongestLine));
        }
        else
        {
            narrator.Step(happened);
        }
    }

    /// <summary>Ends the line; another search begins anew.</summary>
    public void End()
    {
        if (_drawn > 0)
        {
            lock (error)
            {
                error.WriteLine();
            }
        }
        _drawn = 0;
        _best.Clear();
    }

    private void Draw(string line)
    {
        lock (error)
        {
            error.Write($"\r{line.PadRight(_drawn)}");
            error.Flush();
            _drawn = line.Length;
        }
    }

    private string Line(OptimizerProgress now) => string.Create(CultureInfo.InvariantCulture,
        $"{Sparkline.Of(_best, Width)} {now.Best:0.000} after {now.MetricCalls}/{now.MaxMetricCalls} calls, "
        + $"${now.Spent.Cost:0.00}")
        + (now.Remaining is { } left && left > TimeSpan.FromSeconds(1) ? $", {Age.Short(left)} left" : "")
        + $", {TerminalText.OneLine(now.Stage, LongestStage)}";
}
