namespace LwCoder.Prompting.Evaluation;

/// <summary>A range that holds the true mean with 95 % confidence.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Two-sided 95 % quantiles for 1 to 30 degrees of freedom.</summary>
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    private const double Normal = 1.95996;

    /// <summary>The interval of some values, by Student's t; null for fewer than two, of which nothing can be said.</summary>
    public static Interval? OfMean(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count < 2)
        {
            return null;
        }
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        var margin = StudentQuantile(values.Count - 1) * Math.Sqrt(variance / values.Count);
        return new Interval(mean - margin, mean + margin);
    }

    /// <summary>The two-sided 95 % quantile of Student's t.</summary>
    /// <param name="freedom">Degrees of freedom, from 1.</param>
    public static double StudentQuantile(int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        // Beyond the table the first term of the expansion around the normal distribution is exact to three digits.
        return freedom <= Quantiles.Length
            ? Quantiles[freedom - 1]
            : Normal + (((Normal * Normal * Normal) + Normal) / (4.0 * freedom));
    }
}
