using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>
/// The candidates of one search that were measured on all dev examples. The first of equal scores stays: a change that
/// gains nothing is no reason to change.
/// </summary>
/// <param name="context">The run.</param>
/// <param name="dev">What decides.</param>
internal sealed class Leaderboard(OptimizerContext context, IReadOnlyList<Example> dev)
{
    private readonly HashSet<string> _measured = [];
    private double? _baseline;

    public Candidate Best { get; private set; } = context.Task.Baseline;

    public double? BestScore { get; private set; }

    public bool Has(Candidate candidate) => _measured.Contains(candidate.Fingerprint);

    /// <exception cref="BudgetException">It does not fit the budget.</exception>
    public async Task<double> MeasureAsync(Candidate candidate, string stage, CancellationToken cancel)
    {
        context.Report(stage);
        var rollouts = await context.MeasureAsync(candidate, dev, cancel).ConfigureAwait(false);
        var score = rollouts.Average(rollout => rollout.Score.Value);
        _measured.Add(candidate.Fingerprint);
        _baseline ??= candidate.Fingerprint == context.Task.Baseline.Fingerprint ? score : null;
        if (BestScore is null || score > BestScore)
        {
            (Best, BestScore) = (candidate, score);
        }
        context.Report(stage, (candidate, score));
        return score;
    }

    /// <summary>Runs a search to its end or that of its budget.</summary>
    public async Task<OptimizerOutcome> RunAsync(Func<Task> search)
    {
        string? stoppedBy = null;
        try
        {
            await search().ConfigureAwait(false);
        }
        catch (BudgetException spent)
        {
            stoppedBy = spent.Message;
        }
        return new OptimizerOutcome(Best, _baseline, BestScore, Math.Max(1, _measured.Count), stoppedBy);
    }
}
