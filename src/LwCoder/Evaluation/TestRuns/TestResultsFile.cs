using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Evaluation.TestReports;
using LwCoder.Platform;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// `test_results_before.json` and `test_results_after.json`, as they have always been and with what else is known, and beside
/// each the results of every single test, from which an interrupted comparison goes on.
/// </summary>
internal static class TestResultsFile
{
    /// <summary>More are counted and not named.</summary>
    private const int MostNames = 2_000;

    private const int MostDetails = 200;

    private static readonly JsonWriterOptions Readable =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string NameOf(TestSide side) => $"test_results_{TestSideWords.Of(side)}.json";

    /// <param name="results">Of one side.</param>
    /// <param name="comparison">With the other side; null for the one before.</param>
    public static byte[] Format(TestResults results, TestComparisonResult? comparison)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Readable))
        {
            json.WriteStartObject();
            json.WriteString("command", results.Command);
            json.WriteNumber("exit_code", results.ExitCode);
            json.WriteNumber("total_tests", results.Total);
            json.WriteNumber("passed_tests", results.Passed);
            json.WriteNumber("failed_tests", results.Failed);
            json.WriteNumber("skipped_tests", results.Skipped);
            WriteFailures(json, results);
            json.WriteString("summary", results.Summary);
            json.WriteBoolean("timed_out", results.TimedOut);
            json.WriteNumber("duration_seconds", Math.Round(results.Duration.TotalSeconds, 3));
            json.WriteString("format", results.Format);
            json.WriteString("sandbox", results.Sandbox);
            json.WriteString("base_sha", results.BaseSha);
            json.WriteString("patch_sha256", results.PatchSha256);
            WriteNames(json, "flaky", results.Flaky);
            if (comparison is not null)
            {
                Write(json, comparison);
            }
            if (results.Format is null)
            {
                json.WriteString("output_tail", results.Tail);
            }
            json.WriteEndObject();
        }
        return text.ToArray();
    }

    private static void WriteFailures(Utf8JsonWriter json, TestResults results)
    {
        json.WriteStartArray("failed_test_details");
        foreach (var test in results.Cases.Where(test => test.Status == TestStatus.Failed).Take(MostDetails))
        {
            json.WriteStartObject();
            json.WriteString("test_name", test.Name);
            json.WriteString("file", test.File ?? "");
            json.WriteString("error_message", test.Message ?? "");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Null stands for "cannot be told", an empty list for "none".</summary>
    private static void Write(Utf8JsonWriter json, TestComparisonResult comparison)
    {
        var moved = comparison.Transitions;
        WriteNames(json, "fail_to_pass", moved?.FailToPass);
        WriteNames(json, "pass_to_pass", moved?.PassToPass);
        WriteNames(json, "pass_to_fail", moved?.PassToFail);
        WriteNames(json, "fail_to_fail", moved?.FailToFail);
        WriteNames(json, "added", moved?.Added);
        json.WriteStartArray("tampering");
        foreach (var finding in comparison.Tampering.Take(MostNames))
        {
            json.WriteStartObject();
            json.WriteString("kind", Word(finding.Kind));
            json.WriteString("file", finding.File);
            json.WriteString("test", finding.Test);
            json.WriteString("evidence", finding.Evidence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static string Word(Tampering kind) => kind switch
    {
        Tampering.Deleted => "deleted",
        Tampering.Skipped => "skipped",
        _ => "edited",
    };

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteNumber($"{name}_count", names.Count);
        json.WriteTexts(name, names.Take(MostNames));
    }
}
