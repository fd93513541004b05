using System.Globalization;

namespace LwCoder.Prompting.Optimizers;

/// <summary>What a budget buys, said before it is spent.</summary>
/// <param name="MetricCalls">Metric calls the search will make at most.</param>
/// <param name="ModelCalls">Calls of the proposing model beside them.</param>
/// <param name="Proposals">New candidates that can be tried.</param>
/// <param name="Floor">Metric calls that the baseline and one proposal take.</param>
public sealed record Forecast(int MetricCalls, int ModelCalls, int Proposals, int Floor)
{
    /// <summary>Metric calls for the comparison on held-out examples at the end.</summary>
    public int HeldOutCalls { get; init; }

    /// <summary>In words; with money where the cost of a call is known or guessed.</summary>
    /// <param name="costPerMetricCall">US dollars for running one example; null: unknown.</param>
    /// <param name="costPerModelCall">US dollars for a call of the proposing model; null: the same.</param>
    public string Say(decimal? costPerMetricCall = null, decimal? costPerModelCall = null)
    {
        var money = costPerMetricCall is { } each
            ? string.Create(CultureInfo.InvariantCulture,
                $", about ${(each * (MetricCalls + HeldOutCalls)) + ((costPerModelCall ?? each) * ModelCalls):0.00}")
            : "";
        var size = Proposals == 1 ? "this budget buys one proposal" : $"this budget buys {Proposals} proposals";
        return string.Create(CultureInfo.InvariantCulture,
            $"At most {MetricCalls + HeldOutCalls} metric calls ({HeldOutCalls} of them held out) and {ModelCalls} calls of the "
            + $"proposing model{money}: {size}.");
    }

    /// <summary>Refuses a budget that could only measure what is there already.</summary>
    /// <exception cref="OptimizerException">It buys no proposal; the message says what would.</exception>
    public Forecast RequireOne() => Proposals > 0 ? this : throw new OptimizerException(
        $"This budget buys no proposal: the baseline, one proposal and the comparison at the end take {Floor + HeldOutCalls} "
        + "metric calls. Give it more, or fewer examples.");
}
