using System.Globalization;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Models;

namespace LwCoder.Prompting.Optimizers;

/// <summary>
/// What a run has spent and may still spend. Asked before a batch and not before each call, so that it refuses at the same
/// place however its calls are spread over threads, and again after a resume.
/// </summary>
internal sealed class Ledger(OptimizerOptions options)
{
    private readonly Lock _gate = new();
    private Usage _rollouts = Usage.None;
    private Usage _proposals = Usage.None;
    private int _paid;
    private int _asked;

    public int MetricCalls { get; private set; }

    /// <summary>Metric calls taken from the journal.</summary>
    public int Replayed { get; private set; }

    /// <summary>Metric calls kept back for the comparison at the end.</summary>
    public int Reserved { get; set; }

    /// <summary>Whether money counts and nothing tells what a rollout costs: answers from a cache do not.</summary>
    public bool IsBlind => options.MaxCost is not null && _paid == 0;

    public int Left
    {
        get
        {
            lock (_gate)
            {
                return options.MaxMetricCalls - Reserved - MetricCalls;
            }
        }
    }

    public Usage Spent
    {
        get
        {
            lock (_gate)
            {
                return _rollouts + _proposals;
            }
        }
    }

    public Usage SpentOnProposals
    {
        get
        {
            lock (_gate)
            {
                return _proposals;
            }
        }
    }

    /// <exception cref="BudgetException">They do not fit.</exception>
    public void RequireRollouts(int count)
    {
        if (count == 0)
        {
            // What is known already costs nothing, also when nothing is left.
            return;
        }
        lock (_gate)
        {
            if (count > options.MaxMetricCalls - Reserved - MetricCalls)
            {
                throw new BudgetException($"The budget of {options.MaxMetricCalls} metric calls does not hold {count} more.");
            }
            RequireMoney(Average(_rollouts, _paid) * (count + Reserved));
        }
    }

    /// <exception cref="BudgetException">It does not fit.</exception>
    public void RequireProposal()
    {
        lock (_gate)
        {
            RequireMoney(Average(_proposals, _asked) + (Average(_rollouts, _paid) * Reserved));
        }
    }

    public void AddRollout(Usage usage, bool wasReplayed)
    {
        lock (_gate)
        {
            MetricCalls++;
            Replayed += wasReplayed ? 1 : 0;
            _paid += IsFree(usage) ? 0 : 1;
            _rollouts += usage;
        }
    }

    public void AddProposal(Usage usage)
    {
        lock (_gate)
        {
            _asked += IsFree(usage) ? 0 : 1;
            _proposals += usage;
        }
    }

    private void RequireMoney(decimal needed)
    {
        if (options.MaxCost is { } most && (_rollouts.Cost + _proposals.Cost) is var spent
            && (spent + needed > most || spent >= most))
        {
            throw new BudgetException(string.Create(CultureInfo.InvariantCulture,
                $"The budget of ${most} does not hold the next step: ${spent:0.####} is spent, "
                + $"about ${needed:0.####} is needed."));
        }
    }

    /// <summary>All of it came from a cache, which the next one cannot count on.</summary>
    private static bool IsFree(Usage usage) => usage is { Calls: 0, CacheHits: > 0 };

    private static decimal Average(Usage usage, int count) => count == 0 ? 0 : usage.Cost / count;
}
