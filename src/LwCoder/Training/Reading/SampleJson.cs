using System.Globalization;
using System.Text.Json;
using LwCoder.Agents;

namespace LwCoder.Training.Reading;

/// <summary>
/// The JSON files of a sample. What they must say is checked, field by field; everything else may be there, be missing or be
/// of another type. Pure.
/// </summary>
internal static class SampleJson
{
    private const int MostFailures = 200;

    /// <exception cref="SampleProblem">Names the field.</exception>
    public static JudgeFinding Judge(string file, string text) => Read(file, text, json =>
    {
        var score = NumberOf(json, "score");
        if (score is not (>= 0 and <= 1))
        {
            throw new SampleProblem(file, "score is not a number from 0 to 1");
        }
        var weight = NumberOf(json, "weight") ?? 1;
        return weight is >= 0 and <= 1
            ? new JudgeFinding(Required(file, json, "judge_name"), weight, score.Value, Required(file, json, "feedback"))
            : throw new SampleProblem(file, "weight is not a number from 0 to 1");
    });

    public static TestRecord Tests(string file, string text) => Read(file, text, json =>
    {
        var (total, failed) = (NumberOf(json, "total_tests"), NumberOf(json, "failed_tests"));
        double? rate = total > 0 && failed >= 0 && failed <= total ? 1 - (failed / total) : null;
        var details = json.TryGetProperty("failed_test_details", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().ToList() : [];
        return new TestRecord(text.Trim(), rate, [.. details.Take(MostFailures).Select(NameOf).OfType<string>()]);
    });

    public static SampleOrigin Origin(string file, string text) => Read(file, text, json => new SampleOrigin(
        TextOf(json, "tool") is { } tool ? AgentCatalog.TryFind(tool)?.Tool ?? tool : null,
        TextOf(json, "model"),
        TextOf(json, "active_prompt_fingerprint") ?? TextOf(json, "prompt_fingerprint"),
        DateTimeOffset.TryParse(
            TextOf(json, "recorded_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
        NumberOf(json, "human_score"))
    {
        PromptFolder = TextOf(json, "active_prompts"),
        Cost = NumberOf(json, "cost") is { } cost and >= 0 and < 1e9 ? (decimal)cost : null,
    });

    private static T Read<T>(string file, string text, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? read(json.RootElement)
                : throw new SampleProblem(file, "it is no JSON object");
        }
        catch (JsonException error)
        {
            throw new SampleProblem(file, $"it is no JSON: {error.Message}");
        }
    }

    /// <summary>Older details are plain names.</summary>
    private static string? NameOf(JsonElement test) => test.ValueKind switch
    {
        JsonValueKind.String => test.GetString(),
        JsonValueKind.Object => TextOf(test, "test_name") ?? TextOf(test, "name") ?? TextOf(test, "test"),
        _ => null,
    };

    private static string Required(string file, JsonElement json, string field) =>
        TextOf(json, field) ?? throw new SampleProblem(file, $"{field} is missing or empty");

    private static string? TextOf(JsonElement json, string field) =>
        json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static double? NumberOf(JsonElement json, string field) =>
        json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            ? number : null;
}
