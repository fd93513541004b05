namespace LwCoder.Sessions.Governing;

/// <summary>What was used up so far.</summary>
/// <param name="Cost">US dollars that somebody is billed. A subscription has none, whatever it would cost at list prices.</param>
/// <param name="IsEstimated">Part of <paramref name="Cost"/> is computed from list prices, as the bill has not come yet.</param>
internal readonly record struct RunUse(decimal Cost, long Tokens, int Steps, bool IsEstimated = false)
{
    public static RunUse operator +(RunUse a, RunUse b) =>
        new(a.Cost + b.Cost, a.Tokens + b.Tokens, a.Steps + b.Steps, a.IsEstimated || b.IsEstimated);
}
