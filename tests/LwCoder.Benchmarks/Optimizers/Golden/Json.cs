using System.Text.Json.Nodes;
using LwCoder.Prompting.Optimizers;

namespace LwCoder.Benchmarks.Optimizers.Golden;

/// <summary>Between the files' JSON and what our code takes.</summary>
internal static class Json
{
    public static List<int> Ints(this JsonNode? array) => [.. array!.AsArray().Select(item => item!.GetValue<int>())];

    public static List<double> Doubles(this JsonNode? array) => [.. array!.AsArray().Select(item => item!.GetValue<double>())];

    /// <summary>Scores by example, of an object whose keys are numbers.</summary>
    public static OrderedDictionary<int, double> Scores(this JsonNode? map) => new(map!.AsObject()
        .Select(pair => KeyValuePair.Create(Number(pair.Key), pair.Value!.GetValue<double>())));

    public static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    public static Candidate Candidate(JsonNode? texts) =>
        new([.. texts!.AsObject().Select(pair => new Component(pair.Key, pair.Value!.GetValue<string>()))]);

    public static JsonObject Of(Candidate candidate) =>
        new(candidate.Components.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Text)));

    public static JsonArray Of(IEnumerable<int> numbers) => [.. numbers.Select(number => (JsonNode)number)];

    public static JsonArray Of(IEnumerable<double> numbers) => [.. numbers.Select(number => (JsonNode)number)];

    public static JsonArray Of(IEnumerable<bool> values) => [.. values.Select(value => (JsonNode)value)];

    public static JsonArray Of(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    public static JsonArray Of(IEnumerable<JsonNode?> nodes) => [.. nodes];

    /// <summary>Parents as the files write them: the baseline's are [null].</summary>
    public static JsonArray Parents(IEnumerable<IReadOnlyList<int>> parents) =>
        Of(parents.Select(own => (JsonNode)(own.Count == 0 ? new JsonArray((JsonNode?)null) : Of(own))));

    /// <summary>And back.</summary>
    public static List<IReadOnlyList<int>> ReadParents(JsonNode? array) => [.. array!.AsArray().Select(own =>
        (IReadOnlyList<int>)[.. own!.AsArray().Where(parent => parent is not null).Select(parent => parent!.GetValue<int>())])];

    /// <summary>Fronts whose keys are whatever the file calls them.</summary>
    public static OrderedDictionary<string, IReadOnlyList<int>> Fronts(JsonNode? map) => new(map!.AsObject()
        .Select(pair => KeyValuePair.Create(pair.Key, (IReadOnlyList<int>)pair.Value.Ints())));
}
