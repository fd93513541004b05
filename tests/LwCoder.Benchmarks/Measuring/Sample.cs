namespace LwCoder.Benchmarks.Measuring;

/// <param name="Wall">What the clock said, in milliseconds.</param>
/// <param name="Processor">User and system time of the processes involved, in milliseconds; zero where nothing says so.</param>
internal readonly record struct Sample(double Wall, double Processor);

/// <summary>What one subject took, round by round.</summary>
internal sealed record Series(string Name, IReadOnlyList<Sample> Samples)
{
    public double Wall => Median(Samples.Select(sample => sample.Wall));

    public double Processor => Median(Samples.Select(sample => sample.Processor));

    /// <summary>The median of each round's ratio: what slows a whole round down cancels out.</summary>
    public double WallRatio(Series other) => Median(Pairs(other).Select(pair => pair.First.Wall / pair.Second.Wall));

    public double ProcessorRatio(Series other) =>
        Median(Pairs(other).Select(pair => pair.First.Processor / pair.Second.Processor));

    /// <summary>The median of each round's difference, in milliseconds: what it takes beyond the other.</summary>
    public double WallBeyond(Series other) => Median(Pairs(other).Select(pair => pair.First.Wall - pair.Second.Wall));

    private IEnumerable<(Sample First, Sample Second)> Pairs(Series other) => Samples.Zip(other.Samples);

    private static double Median(IEnumerable<double> numbers)
    {
        var ordered = numbers.Order().ToList();
        return (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;
    }
}
