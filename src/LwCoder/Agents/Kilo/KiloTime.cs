using System.Text.Json;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.Kilo;

internal static class KiloTime
{
    /// <summary>Within what a date can hold.</summary>
    private const long Latest = 253_402_300_800_000;

    public static DateTimeOffset? Of(JsonElement message) => FromMilliseconds(message.Whole("ts"));

    public static DateTimeOffset? FromMilliseconds(long? time) =>
        time is > 0 and < Latest and { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    /// <summary>When a task was made: a UUID of version 7 begins with it, and the oldest ids are nothing else.</summary>
    public static DateTimeOffset? OfTask(string id) =>
        long.TryParse(
            id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var milliseconds)
            ? FromMilliseconds(milliseconds)
            : Guid.TryParseExact(id, "D", out var uuid) && uuid.Version == 7
                ? FromMilliseconds(Convert.ToInt64(id.Replace("-", "", StringComparison.Ordinal)[..12], 16))
                : null;
}
