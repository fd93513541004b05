using System.Numerics;

namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>
/// The random numbers of CPython's <c>random.Random(seed)</c>, and how it draws from them. GEPA's published runs come from
/// this generator; with the same one a run of ours can be laid beside a recorded one, decision by decision.
/// </summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    public MersenneTwister(int seed)
    {
        Fill(19650218);
        // CPython seeds by the absolute value, as an array of 32-bit words; an int is one word.
        var key = (uint)Math.Abs((long)seed);
        uint position = 1;
        for (var step = 0; step < Size; step++)
        {
            _state[position] = (_state[position] ^ (Mixed(position - 1) * 1664525)) + key;
            position = Advance(position);
        }
        for (var step = 0; step < Size - 1; step++)
        {
            _state[position] = (_state[position] ^ (Mixed(position - 1) * 1566083941)) - position;
            position = Advance(position);
        }
        _state[0] = 0x80000000;
    }

    /// <summary>A number from 0 to below 1, of 53 random bits.</summary>
    public double NextDouble()
    {
        var (high, low) = (NextWord() >> 5, NextWord() >> 6);
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    /// <summary>So many random bits, at most 32.</summary>
    public uint NextBits(int count) => NextWord() >> (32 - count);

    /// <summary>A whole number from 0 to below <paramref name="end"/>.</summary>
    public int Below(int end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, 1);
        var bits = 32 - BitOperations.LeadingZeroCount((uint)end);
        uint drawn;
        do
        {
            drawn = NextBits(bits);
        }
        while (drawn >= end);
        return (int)drawn;
    }

    public T Choice<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public void Shuffle<T>(IList<T> items)
    {
        for (var last = items.Count - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>Different positions of a list, in random order.</summary>
    public List<T> Sample<T>(IReadOnlyList<T> items, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, items.Count);
        // A small list is drawn from as a shrinking pool, a large one by trying again: other numbers are used up.
        var pooled = count > 5 ? 21 + Math.Pow(4, Math.Ceiling(Math.Log(count * 3, 4))) : 21;
        return items.Count <= pooled ? SamplePool(items, count) : SampleSparse(items, count);
    }

    /// <summary>Items drawn with replacement, each as likely as any other.</summary>
    public List<T> Choices<T>(IReadOnlyList<T> items, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => items[(int)(NextDouble() * items.Count)])];

    /// <summary>Items drawn with replacement, each as likely as its weight says.</summary>
    /// <param name="items">The items.</param>
    /// <param name="weights">Not negative, at least one of them positive.</param>
    /// <param name="count">How many are drawn.</param>
    public List<T> Choices<T>(IReadOnlyList<T> items, IReadOnlyList<double> weights, int count)
    {
        var cumulative = new double[weights.Count];
        var total = 0.0;
        for (var index = 0; index < weights.Count; index++)
        {
            cumulative[index] = total += weights[index];
        }
        return [.. Enumerable.Range(0, count).Select(_ => items[FirstAbove(cumulative, NextDouble() * total)])];
    }

    private static int FirstAbove(double[] cumulative, double value)
    {
        var index = 0;
        while (index < cumulative.Length - 1 && cumulative[index] <= value)
        {
            index++;
        }
        return index;
    }

    private List<T> SamplePool<T>(IReadOnlyList<T> items, int count)
    {
        List<T> pool = [.. items];
        var drawn = new List<T>(count);
        for (var left = pool.Count; drawn.Count < count; left--)
        {
            var index = Below(left);
            drawn.Add(pool[index]);
            pool[index] = pool[left - 1];
        }
        return drawn;
    }

    private List<T> SampleSparse<T>(IReadOnlyList<T> items, int count)
    {
        var taken = new HashSet<int>();
        var drawn = new List<T>(count);
        while (drawn.Count < count)
        {
            if (Below(items.Count) is var index && taken.Add(index))
            {
                drawn.Add(items[index]);
            }
        }
        return drawn;
    }

    private void Fill(uint seed)
    {
        _state[0] = seed;
        for (uint index = 1; index < Size; index++)
        {
            _state[index] = (1812433253 * Mixed(index - 1)) + index;
        }
    }

    private uint Mixed(uint index) => _state[index] ^ (_state[index] >> 30);

    private uint Advance(uint position)
    {
        if (position < Size - 1)
        {
            return position + 1;
        }
        _state[0] = _state[Size - 1];
        return 1;
    }

    private uint NextWord()
    {
        if (_next == Size)
        {
            Twist();
        }
        var word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }

    private void Twist()
    {
        for (var index = 0; index < Size; index++)
        {
            var joined = (_state[index] & 0x80000000) | (_state[(index + 1) % Size] & 0x7fffffff);
            _state[index] = _state[(index + Middle) % Size] ^ (joined >> 1) ^ ((joined & 1) * 0x9908b0df);
        }
        _next = 0;
    }
}
