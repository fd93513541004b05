namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>
/// Walks the training examples in random order, a few at a time, every one once an epoch. A last batch that is not full is
/// filled with those seen least.
/// </summary>
/// <param name="size">Examples of a batch.</param>
/// <param name="random">Shuffles.</param>
internal sealed class MinibatchSampler(int size, MersenneTwister random)
{
    private List<int> _order = [];
    private int _examples;
    private int _epoch = -1;

    /// <summary>A batch of positions.</summary>
    /// <param name="examples">How many examples there are now.</param>
    /// <param name="iteration">From 0. Its number says where in the epoch it is, also if others were skipped.</param>
    /// <param name="draw">Which batch of the same iteration, from 0; later ones do not disturb later iterations.</param>
    public List<int> Next(int examples, int iteration, int draw = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        var start = (long)iteration * size;
        var epoch = _epoch < 0 ? 0 : (int)(start / _order.Count);
        if (_epoch < 0 || examples != _examples || epoch > _epoch)
        {
            (_epoch, _examples) = (epoch, examples);
            Shuffle();
        }
        var first = (int)((start + ((long)draw * size)) % _order.Count);
        return _order.GetRange(first, size);
    }

    private void Shuffle()
    {
        _order = [.. Enumerable.Range(0, _examples)];
        random.Shuffle(_order);
        var seen = _order.ToOrderedDictionary(example => example, _ => 1);
        while (_order.Count % size != 0)
        {
            var rarest = seen.Values.Min();
            var pad = seen.Last(entry => entry.Value == rarest).Key;
            seen[pad]++;
            _order.Add(pad);
        }
    }
}
