using System.Text;
using System.Text.Json;
using LwCoder.Configuration;
using LwCoder.Diagnosis;

namespace LwCoder.Optimization.Classifier;

/// <summary>
/// Diagnoses that a person made or checked: JSON lines of `{"session": "…", "category": "…"}`. Those of the rules cannot be
/// the measure of the rules.
/// </summary>
internal static class GoldLabels
{
    public const string File = "gold_diagnoses.jsonl";

    /// <returns>The category of each session.</returns>
    /// <exception cref="UserError">There is no such file, or a line of it is wrong.</exception>
    public static IReadOnlyDictionary<string, FailureCategory> Read(string path)
    {
        var bytes = BoundedFile.Read(path) ?? throw new UserError(
            $"there are no checked diagnoses in {path}",
            "write a line {\"session\": \"<id>\", \"category\": \"infinite_retry\"} for each session you have looked at");
        var labels = new Dictionary<string, FailureCategory>(StringComparer.Ordinal);
        foreach (var (line, text) in Encoding.UTF8.GetString(bytes).Split('\n').Index())
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                var (session, category) = Parse(text) ?? throw new UserError(
                    $"{path}, line {line + 1} is no diagnosis",
                    "it has to be {\"session\": \"<id>\", \"category\": \"…\"} with one of "
                    + string.Join(", ", FailureCategories.OfModel.Select(known => known.Name())));
                labels[session] = category;
            }
        }
        return labels;
    }

    private static (string Session, FailureCategory Category)? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement is { ValueKind: JsonValueKind.Object } json
                && json.TryGetProperty("session", out var session) && session.ValueKind == JsonValueKind.String
                && json.TryGetProperty("category", out var word) && word.ValueKind == JsonValueKind.String
                && FailureCategories.Parse(word.GetString()) is { } category && category.IsOfModel()
                    ? (session.GetString()!, category)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
