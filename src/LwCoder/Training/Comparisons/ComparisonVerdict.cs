using System.Text.Json.Serialization;

namespace LwCoder.Training.Comparisons;

/// <summary>What a comparison says of a candidate. Not to know is a proper answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComparisonVerdict>))]
internal enum ComparisonVerdict
{
    [JsonStringEnumMemberName("inconclusive")]
    Inconclusive,

    [JsonStringEnumMemberName("won")]
    Won,

    [JsonStringEnumMemberName("lost")]
    Lost,
}
