using System.Globalization;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>Whether two runs of the same tests fit side by side.</summary>
internal static class SpareMemory
{
    /// <summary>What a run of tests is thought to need when nothing limits it.</summary>
    private const long Usual = 1L << 30;

    /// <param name="limit">Of a container, as docker takes it; null for none.</param>
    public static bool IsEnoughForTwo(string? limit) => IsEnoughForTwo(limit, Available());

    internal static bool IsEnoughForTwo(string? limit, long available) => available >= 2 * (BytesOf(limit) ?? Usual);

    private static long Available()
    {
        const string Line = "MemAvailable:";
        if (OperatingSystem.IsLinux())
        {
            var line = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
            var kilobytes = line?[Line.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
            if (long.TryParse(kilobytes, NumberStyles.None, CultureInfo.InvariantCulture, out var free))
            {
                return free << 10;
            }
        }
        // Elsewhere the runtime knows what the machine has; half of it is taken to be free.
        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
    }

    private static long? BytesOf(string? limit)
    {
        var digits = limit?.TrimEnd('b', 'k', 'm', 'g', 'B', 'K', 'M', 'G');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number * char.ToLowerInvariant(limit![^1]) switch { 'k' => 1L << 10, 'm' => 1L << 20, 'g' => 1L << 30, _ => 1 }
            : null;
    }
}
