using System.Globalization;
using System.Text.Json.Nodes;
using LwCoder.Configuration.Toml;

namespace LwCoder.Tests.Configuration.Toml;

/// <summary>
/// The official suite (https://github.com/toml-lang/toml-test), where a copy lies in `toml-test/` of the folder that
/// LW_CODER_SHARED names, or of `shared/` beside the repository.
/// </summary>
public sealed class TomlSuiteTests
{
    [SuiteFact]
    public void Every_valid_document_gives_the_expected_values()
    {
        foreach (var file in Files("valid"))
        {
            var expected = JsonNode.Parse(File.ReadAllBytes(Path.ChangeExtension(file, ".json")));
            AreEqual(TomlReaderTests.Decode(File.ReadAllBytes(file)), expected).Should().BeTrue(file);
        }
    }

    [SuiteFact]
    public void Every_invalid_document_is_refused()
    {
        foreach (var file in Files("invalid"))
        {
            FluentActions.Invoking(() => TomlReader.Read(File.ReadAllBytes(file))).Should().Throw<TomlException>(file);
        }
    }

    private static string? Suite { get; } = FindSuite();

    private static string[] Files(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Suite!, folder), "*.toml", SearchOption.AllDirectories);
        files.Should().HaveCountGreaterThan(100, "an empty copy proves nothing");
        return files;
    }

    private static string? FindSuite()
    {
        var shared = Environment.GetEnvironmentVariable("LW_CODER_SHARED")
            ?? Path.Combine(ProjectFolder.Path, "..", "shared");
        var suite = Path.Combine(shared, "toml-test");
        return Directory.Exists(suite) ? suite : null;
    }

    private static bool AreEqual(JsonNode? actual, JsonNode? expected) => (actual, expected) switch
    {
        (JsonObject left, JsonObject right) when left["type"]?.ToString() == "float" => IsSameNumber(left, right),
        (JsonObject left, JsonObject right) =>
            left.Count == right.Count && left.All(pair => right.ContainsKey(pair.Key) && AreEqual(pair.Value, right[pair.Key])),
        (JsonArray left, JsonArray right) =>
            left.Count == right.Count && left.Zip(right).All(pair => AreEqual(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(actual, expected),
    };

    private static bool IsSameNumber(JsonObject left, JsonObject right) =>
        right["type"]?.ToString() == "float" && Number(left).Equals(Number(right));

    private static double Number(JsonObject tagged) => tagged["value"]!.ToString() switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        var number => double.Parse(number, CultureInfo.InvariantCulture),
    };

    private sealed class SuiteFactAttribute : FactAttribute
    {
        public SuiteFactAttribute() => Skip = Suite is null ? "no copy of toml-test found; set LW_CODER_SHARED" : null;
    }
}
