using System.Globalization;
using System.Text.Json.Serialization;
using LwCoder.Prompting.Models;

namespace LwCoder.Training.Replays;

/// <summary>What something cost, in US dollars, and how that is known: the least certain of its parts.</summary>
/// <param name="CostSource">billed, imputed or unknown.</param>
internal sealed record Spending(decimal Cost, string CostSource)
{
    public static Spending None { get; } = new(0, "billed");

    [JsonIgnore]
    public bool IsKnown => CostSource != "unknown";

    public static Spending Of(decimal? cost, string source) => cost is { } known ? new(known, source) : new(0, "unknown");

    public static Spending Of(Usage usage) =>
        usage.Calls == 0 ? None : new(usage.Cost, usage.CostSource.ToString().ToLowerInvariant());

    public static Spending operator +(Spending left, Spending right) => new(
        left.Cost + right.Cost, Certainty(left.CostSource) < Certainty(right.CostSource) ? left.CostSource : right.CostSource);

    public string ToText() => IsKnown || Cost > 0
        ? string.Create(CultureInfo.InvariantCulture, $"${Cost:0.00}{(IsKnown ? "" : " and more")}")
        : "cost unknown";

    private static int Certainty(string source) => source switch
    {
        "billed" => 2,
        "imputed" => 1,
        _ => 0,
    };
}
