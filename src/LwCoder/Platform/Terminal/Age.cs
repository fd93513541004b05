using System.Globalization;

namespace LwCoder.Platform.Terminal;

/// <summary>Times and amounts as people say them.</summary>
internal static class Age
{
    /// <summary>`45s`, `12m`, `3h`, `9d`: one unit, rounded down.</summary>
    public static string Short(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => $"{Math.Max(0, (int)age.TotalSeconds)}s",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes}m",
        { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays}d"),
    };
}
