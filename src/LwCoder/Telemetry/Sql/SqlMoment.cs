using System.Globalization;

namespace LwCoder.Telemetry.Sql;

/// <summary>Moments as text, in UTC, so that text sorts like time.</summary>
internal static class SqlMoment
{
    /// <summary>SQLite has no type for it and takes the text as it is.</summary>
    public const string Milliseconds = "yyyy-MM-dd HH:mm:ss.fff";

    /// <summary>A server's `datetime`; a fraction would be rounded, up to a second that has not come yet.</summary>
    public const string Seconds = "yyyy-MM-dd HH:mm:ss";

    public static string Write(DateTimeOffset moment, string format) =>
        moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    /// <returns>Null for what is no moment, such as a server's `0000-00-00`.</returns>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;
}
