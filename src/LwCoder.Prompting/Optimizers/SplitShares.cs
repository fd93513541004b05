namespace LwCoder.Prompting.Optimizers;

/// <summary>How a data set is shared out; the sum does not matter.</summary>
/// <param name="Train">The share to learn from.</param>
/// <param name="Dev">The share to choose by.</param>
/// <param name="Test">The share to be measured on; 0: none.</param>
public sealed record SplitShares(double Train, double Dev, double Test)
{
    /// <summary>Half to learn from; dev and test alike, as both only measure.</summary>
    public static SplitShares Default { get; } = new(0.5, 0.25, 0.25);

    internal IReadOnlyList<double> Normalised()
    {
        var sum = Train + Dev + Test;
        return Train >= 0 && Dev >= 0 && Test >= 0 && sum > 0 && double.IsFinite(sum)
            ? [Train / sum, Dev / sum, Test / sum]
            : throw new InvalidOperationException($"Shares are not negative and not all zero, unlike {Train}, {Dev}, {Test}.");
    }
}
