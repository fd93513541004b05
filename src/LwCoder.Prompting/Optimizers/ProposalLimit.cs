namespace LwCoder.Prompting.Optimizers;

/// <summary>
/// How long a proposed text may be: so many times the baseline's, and so many characters more. Every later call pays for each
/// character, and a model that is shown mistakes would rather add than sharpen.
/// </summary>
/// <param name="Factor">Times the baseline's length.</param>
/// <param name="Floor">Characters that even the shortest text may grow by.</param>
public sealed record ProposalLimit(double Factor, int Floor)
{
    /// <summary>Twice the baseline and 8000 characters.</summary>
    public static ProposalLimit Default { get; } = new(2, 8_000);

    /// <summary>The most characters of a text in this one's place.</summary>
    public int For(string baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return (int)Math.Min(int.MaxValue, (Factor * baseline.Length) + Floor);
    }
}
