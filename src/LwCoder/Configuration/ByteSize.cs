using System.Globalization;

namespace LwCoder.Configuration;

/// <summary>Amounts of bytes as people write them: `500MB`, `1.5 GB`, `2GiB`, or a whole number of bytes.</summary>
internal static class ByteSize
{
    /// <summary>Of two units one of which ends the other, the longer comes first.</summary>
    private static readonly (string Name, long Size)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("K", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000),
        ("B", 1),
    ];

    /// <summary>Null unless it is an amount from nothing to a thousand terabytes.</summary>
    public static long? TryParse(string text)
    {
        var unit = Array.Find(Units, unit => text.EndsWith(unit.Name, StringComparison.OrdinalIgnoreCase));
        var number = text[..^(unit.Name?.Length ?? 0)].TrimEnd();
        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount <= 1_000_000_000_000_000m / Math.Max(1, unit.Size)
                ? (long)(amount * Math.Max(1, unit.Size))
                : null;
    }

    /// <summary>`17 B`, `1.2 kB`, `340 MB`: about three digits.</summary>
    public static string Format(long bytes)
    {
        var amount = (double)bytes;
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var unit = 0;
        for (; amount >= 999.5 && unit < units.Length - 1; unit++)
        {
            amount /= 1000;
        }
        return amount.ToString(unit > 0 && amount < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
