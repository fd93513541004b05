using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LwCoder.Prompting.Optimizers;

/// <summary>
/// Random numbers that are the same on every machine and every version of .NET. A generator is made for a purpose ("the
/// third demo set") and not handed around, so that what one step draws never depends on how often another drew: a run
/// that was interrupted needs no saved state to go on as if it had not been.
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;

    private SeededRandom(ulong state) => _state = state;

    /// <summary>The generator of one purpose.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What it is for; other words, other numbers.</param>
    public static SeededRandom For(int seed, string purpose)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}|{purpose}")));
        return new SeededRandom(BinaryPrimitives.ReadUInt64BigEndian(digest));
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to below <paramref name="end"/>.</summary>
    public int Next(int end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, 1);
        return (int)(((UInt128)NextBits() * (uint)end) >> 64);
    }

    /// <summary>A copy in random order.</summary>
    public List<T> Shuffle<T>(IEnumerable<T> items)
    {
        List<T> shuffled = [.. items];
        for (var last = shuffled.Count - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }
        return shuffled;
    }

    /// <summary>An index, as likely as its weight says.</summary>
    /// <param name="weights">Not negative, at least one of them positive.</param>
    public int Pick(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var left = NextDouble() * weights.Sum();
        for (var index = 0; index < weights.Count; index++)
        {
            left -= weights[index];
            if (left < 0)
            {
                return index;
            }
        }
        // Rounding may leave a crumb: it belongs to the last one that can be drawn.
        return weights.Select((weight, index) => weight > 0 ? index : -1).Max();
    }

    /// <summary>SplitMix64.</summary>
    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
