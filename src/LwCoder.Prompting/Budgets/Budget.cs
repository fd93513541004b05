using System.Globalization;
using LwCoder.Prompting.Models;

namespace LwCoder.Prompting.Budgets;

/// <summary>
/// What may be spent, shared by any number of clients and threads and checked before each call. Calls are counted
/// exactly. The size of an answer is not known beforehand: a call is refused when what is spent, what is under way and
/// what this call is likely to need (its prompt and an average answer) together pass the limit. Until one call was
/// answered by a model there is no average, so the first goes alone; an answer from a cache tells nothing. Overshoot is at
/// most the error of the estimate over the calls under way.
/// </summary>
public sealed class Budget
{
    private readonly Lock _gate = new();
    private Usage _spent = Usage.None;
    private Estimate _underWay;
    private int _pending;
    private bool _hasAverage;
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The most money, in US dollars; null: any.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>The most tokens, sent and received; null: any.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>The most calls that reach a model; null: any.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>What was spent so far.</summary>
    public Usage Spent
    {
        get
        {
            lock (_gate)
            {
                return _spent;
            }
        }
    }

    /// <summary>Sets aside what a call needs; to be settled or released, whatever happens.</summary>
    /// <param name="promptTokens">An estimate of the tokens sent.</param>
    /// <param name="cancel">Ends the wait for the first call.</param>
    /// <exception cref="BudgetException">It does not fit.</exception>
    internal async Task<Reservation> ReserveAsync(long promptTokens, CancellationToken cancel)
    {
        while (true)
        {
            Task settled;
            lock (_gate)
            {
                if (_hasAverage || _pending == 0 || (MaxCost is null && MaxTokens is null))
                {
                    return Reserve(promptTokens);
                }
                settled = _settled.Task;
            }
            await settled.WaitAsync(cancel).ConfigureAwait(false);
        }
    }

    private Reservation Reserve(long promptTokens)
    {
        var estimate = new Estimate(promptTokens + AverageAnswer(), AverageCost());
        RefuseIfOver(estimate);
        _underWay += estimate;
        _pending++;
        return new Reservation(this, estimate);
    }

    private void RefuseIfOver(Estimate estimate)
    {
        if (_spent.Calls + _pending + 1 > MaxCalls)
        {
            throw new BudgetException($"The budget of {MaxCalls} calls is used up.");
        }
        if (_spent.TotalTokens + _underWay.Tokens + estimate.Tokens > MaxTokens)
        {
            throw new BudgetException(string.Create(CultureInfo.InvariantCulture,
                $"The budget of {MaxTokens} tokens does not hold another call: {_spent.TotalTokens} are spent, "
                + $"this one may need {estimate.Tokens}."));
        }
        if (MaxCost is null)
        {
            return;
        }
        if (_spent.Calls > 0 && _spent.CostSource == CostSource.Unknown)
        {
            throw new BudgetException(
                "A budget in money cannot be kept: the provider does not say what calls cost. "
                + "Set a price for the model, or a budget in tokens.");
        }
        if (_spent.Cost + _underWay.Cost + estimate.Cost > MaxCost || _spent.Cost >= MaxCost)
        {
            throw new BudgetException(string.Create(CultureInfo.InvariantCulture,
                $"The budget of ${MaxCost} does not hold another call: ${_spent.Cost} is spent, "
                + $"this one may cost ${estimate.Cost:0.######}."));
        }
    }

    private long AverageAnswer() => _spent.Calls == 0 ? 0 : _spent.OutputTokens / _spent.Calls;

    private decimal AverageCost() => _spent.Calls == 0 ? 0 : _spent.Cost / _spent.Calls;

    private void Close(Estimate estimate, Usage used, bool wasAnswered)
    {
        lock (_gate)
        {
            _underWay -= estimate;
            _pending--;
            _spent += used;
            _hasAverage |= wasAnswered && used.Calls > 0;
            _settled.SetResult();
            _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    internal readonly record struct Estimate(long Tokens, decimal Cost)
    {
        public static Estimate operator +(Estimate left, Estimate right) =>
            new(left.Tokens + right.Tokens, left.Cost + right.Cost);

        public static Estimate operator -(Estimate left, Estimate right) =>
            new(left.Tokens - right.Tokens, left.Cost - right.Cost);
    }

    /// <summary>Money and tokens set aside for one call under way.</summary>
    internal sealed class Reservation(Budget budget, Estimate estimate) : IDisposable
    {
        private Budget? _open = budget;

        public void Settle(Usage used) => Interlocked.Exchange(ref _open, null)?.Close(estimate, used, wasAnswered: true);

        /// <summary>
        /// Without <see cref="Settle"/> the call failed: it counts as a call, since it was made, and cost nothing we know of.
        /// </summary>
        public void Dispose() =>
            Interlocked.Exchange(ref _open, null)?.Close(estimate, new Usage { Calls = 1 }, wasAnswered: false);
    }
}
