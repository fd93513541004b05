using System.Text.Json;
using System.Text.Json.Nodes;

namespace LwCoder.Benchmarks.Optimizers.Golden;

/// <summary>Whether JSON says what is expected; it may say more.</summary>
internal static class JsonMatch
{
    private const double Tolerance = 1e-12;

    /// <summary>The first place where it differs; null if nowhere.</summary>
    public static string? Difference(JsonNode? expected, JsonNode? actual, string path = "$") => (expected, actual) switch
    {
        (null, null) => null,
        (JsonObject left, JsonObject right) => left
            .Select(pair => right.ContainsKey(pair.Key)
                ? Difference(pair.Value, right[pair.Key], $"{path}.{pair.Key}")
                : $"{path}.{pair.Key}: missing")
            .FirstOrDefault(found => found is not null),
        (JsonArray left, JsonArray right) when left.Count != right.Count =>
            $"{path}: {left.Count} items expected, {right.Count} found: {left.ToJsonString()} / {right.ToJsonString()}",
        (JsonArray left, JsonArray right) => left.Zip(right)
            .Select((pair, index) => Difference(pair.First, pair.Second, $"{path}[{index}]"))
            .FirstOrDefault(found => found is not null),
        (JsonValue left, JsonValue right) when IsSame(left, right) => null,
        _ => $"{path}: {Show(expected)} expected, {Show(actual)} found",
    };

    private static bool IsSame(JsonValue left, JsonValue right) =>
        left.GetValueKind() == JsonValueKind.Number && right.GetValueKind() == JsonValueKind.Number
            ? Math.Abs(Number(left) - Number(right)) <= Tolerance
            : JsonNode.DeepEquals(left, right);

    private static double Number(JsonValue value) => double.Parse(
        value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    private static string Show(JsonNode? node) => node?.ToJsonString() ?? "null";
}
