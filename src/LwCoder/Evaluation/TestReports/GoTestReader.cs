using System.Text;
using System.Text.Json;

namespace LwCoder.Evaluation.TestReports;

/// <summary>The events of `go test -json`, one JSON object a line, among whatever else was printed.</summary>
internal sealed class GoTestReader
{
    public const string Format = "go test -json";

    private const int MostOutput = 4000;

    private readonly List<TestCase> _cases = [];
    private readonly Dictionary<string, StringBuilder> _outputs = [];

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(IReadOnlyList<string> lines)
    {
        var reader = new GoTestReader();
        foreach (var line in lines.Where(line => line.StartsWith('{') && line.Contains("\"Action\"", StringComparison.Ordinal)))
        {
            reader.Read(line);
        }
        return reader._cases.Count > 0 ? TestReport.Of(Format, reader._cases) : null;
    }

    private void Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                Read(json.RootElement);
            }
        }
        catch (JsonException)
        {
            // A line that a test has printed.
        }
    }

    private void Read(JsonElement json)
    {
        var package = JsonText.Of(json, "Package") ?? "";
        var test = JsonText.Of(json, "Test");
        var name = test is null ? package : $"{package}.{test}";
        switch (JsonText.Of(json, "Action"))
        {
            case "output":
                Keep(name, JsonText.Of(json, "Output") ?? "");
                break;
            case "pass" when test is not null:
                Add(name, TestStatus.Passed);
                break;
            case "skip" when test is not null:
                Add(name, TestStatus.Skipped);
                break;
            // A package fails when one of its tests does, or by itself, when it cannot be built.
            case "fail" when test is not null || !_cases.Any(other => IsFailureIn(package, other)):
                Add(name, TestStatus.Failed);
                break;
        }
    }

    private static bool IsFailureIn(string package, TestCase test) =>
        test.Status == TestStatus.Failed && test.Name.StartsWith(package + ".", StringComparison.Ordinal);

    private void Keep(string name, string text)
    {
        var kept = _outputs.TryGetValue(name, out var known) ? known : _outputs[name] = new StringBuilder();
        if (kept.Length < MostOutput)
        {
            kept.Append(text);
        }
    }

    private void Add(string name, TestStatus status)
    {
        _outputs.Remove(name, out var output);
        _cases.Add(TestCase.Of(name, status, message: status == TestStatus.Passed ? null : output?.ToString()));
    }
}
