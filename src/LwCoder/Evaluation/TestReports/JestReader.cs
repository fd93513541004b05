using System.Text.Json;

namespace LwCoder.Evaluation.TestReports;

/// <summary>What `jest --json` and `vitest --reporter json` write, and `mocha --reporter json`.</summary>
internal static class JestReader
{
    public const string Jest = "jest JSON";
    public const string Mocha = "mocha JSON";

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(JsonElement root) => root.ValueKind != JsonValueKind.Object ? null
        : root.TryGetProperty("testResults", out _) ? Report(Jest, OfJest(root))
        : root.TryGetProperty("stats", out _) && root.TryGetProperty("tests", out _) ? Report(Mocha, OfMocha(root))
        : null;

    private static TestReport? Report(string format, IEnumerable<TestCase> cases) =>
        cases.ToList() is { Count: > 0 } found ? TestReport.Of(format, found) : null;

    private static IEnumerable<TestCase> OfJest(JsonElement root)
    {
        foreach (var file in JsonText.List(root, "testResults"))
        {
            var path = JsonText.Of(file, "name");
            var tests = JsonText.List(file, "assertionResults").ToList();
            // A file that cannot even be loaded has no tests and is no success.
            if (tests.Count == 0 && JsonText.Of(file, "status") == "failed")
            {
                yield return TestCase.Of(path ?? "?", TestStatus.Failed, path, JsonText.Of(file, "message"));
            }
            foreach (var test in tests)
            {
                var status = JsonText.Of(test, "status") switch
                {
                    "passed" => TestStatus.Passed,
                    "failed" => TestStatus.Failed,
                    _ => TestStatus.Skipped,
                };
                var why = JsonText.List(test, "failureMessages").FirstOrDefault();
                yield return TestCase.Of(
                    JsonText.Of(test, "fullName") ?? JsonText.Of(test, "title") ?? "?", status, path,
                    why.ValueKind == JsonValueKind.String ? why.GetString() : null);
            }
        }
    }

    private static IEnumerable<TestCase> OfMocha(JsonElement root)
    {
        var pending = Names(root, "pending");
        var failed = Names(root, "failures");
        foreach (var test in JsonText.List(root, "tests"))
        {
            var name = JsonText.Of(test, "fullTitle") ?? "?";
            var status = failed.Contains(name) ? TestStatus.Failed
                : pending.Contains(name) ? TestStatus.Skipped
                : TestStatus.Passed;
            var why = test.ValueKind == JsonValueKind.Object && test.TryGetProperty("err", out var error)
                ? JsonText.Of(error, "message")
                : null;
            yield return TestCase.Of(name, status, JsonText.Of(test, "file"), why);
        }
    }

    private static HashSet<string> Names(JsonElement root, string list) =>
        [.. JsonText.List(root, list).Select(test => JsonText.Of(test, "fullTitle")).OfType<string>()];
}
