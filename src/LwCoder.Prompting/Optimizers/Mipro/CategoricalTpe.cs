namespace LwCoder.Prompting.Optimizers.Mipro;

/// <summary>
/// Tree-structured Parzen estimator over categories, multivariate: suggests the combination that is likeliest among good
/// observations as against bad ones. Draws at random until there are enough of them.
/// </summary>
/// <param name="choices">The number of choices of each parameter.</param>
internal sealed class CategoricalTpe(IReadOnlyList<int> choices)
{
    public const int StartUp = 10;
    private const int Draws = 24;
    private const int MostGood = 25;
    private const int RampFrom = 25;

    private readonly List<(IReadOnlyList<int> Point, double Score)> _observations = [];

    public int Count => _observations.Count;

    public void Observe(IReadOnlyList<int> point, double score) => _observations.Add((point, score));

    public IReadOnlyList<int> Suggest(SeededRandom random)
    {
        if (_observations.Count < StartUp)
        {
            return [.. choices.Select(random.Next)];
        }
        var ranked = _observations.Index().OrderByDescending(one => one.Item.Score).ThenBy(one => one.Index).ToList();
        var goodCount = Math.Min((int)Math.Ceiling(0.1 * ranked.Count), MostGood);
        var good = Density(ranked.Take(goodCount));
        var bad = Density(ranked.Skip(goodCount));
        return Enumerable.Range(0, Draws).Select(_ => good.Draw(random))
            .MaxBy(point => Math.Log(good.Of(point)) - Math.Log(bad.Of(point)))!;
    }

    /// <summary>In order of time, as later observations weigh more.</summary>
    private Mixture Density(IEnumerable<(int Index, (IReadOnlyList<int> Point, double Score) Item)> group) =>
        new(choices, [.. group.OrderBy(one => one.Index).Select(one => one.Item.Point)]);

    /// <summary>One kernel around each observation and a uniform one beside them, weighted.</summary>
    private sealed class Mixture
    {
        private readonly IReadOnlyList<int> _choices;
        private readonly IReadOnlyList<IReadOnlyList<int>> _points;
        private readonly double[] _weights;

        public Mixture(IReadOnlyList<int> choices, IReadOnlyList<IReadOnlyList<int>> points)
        {
            (_choices, _points) = (choices, points);
            _weights = [.. Enumerable.Range(0, points.Count).Select(Weight), 1];
            var sum = _weights.Sum();
            for (var kernel = 0; kernel < _weights.Length; kernel++)
            {
                _weights[kernel] /= sum;
            }
        }

        private int Kernels => _weights.Length;

        public double Of(IReadOnlyList<int> point) => Enumerable.Range(0, Kernels).Sum(kernel =>
            _weights[kernel] * point.Index().Aggregate(1.0, (product, choice) =>
                product * Probability(kernel, choice.Index, choice.Item)));

        public IReadOnlyList<int> Draw(SeededRandom random)
        {
            var kernel = random.Pick(_weights);
            return [.. _choices.Select((count, parameter) =>
                random.Pick([.. Enumerable.Range(0, count).Select(choice => Probability(kernel, parameter, choice))]))];
        }

        private double Probability(int kernel, int parameter, int choice)
        {
            var count = _choices[parameter];
            if (kernel == _points.Count)
            {
                return 1.0 / count;
            }
            var floor = 1.0 / Kernels;
            return (floor + (_points[kernel][parameter] == choice ? 1 : 0)) / ((count * floor) + 1);
        }

        /// <summary>All alike while they are few; then the oldest count least, and the latest in full.</summary>
        private double Weight(int index)
        {
            var ramp = _points.Count - RampFrom;
            if (ramp <= 0 || index >= ramp)
            {
                return 1;
            }
            var oldest = 1.0 / _points.Count;
            return ramp == 1 ? oldest : oldest + ((1 - oldest) * index / (ramp - 1));
        }
    }
}
