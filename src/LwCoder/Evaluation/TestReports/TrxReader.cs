using System.Xml.Linq;
using static LwCoder.Evaluation.TestReports.ReportXml;

namespace LwCoder.Evaluation.TestReports;

/// <summary>TRX, as `dotnet test --logger trx` writes it.</summary>
internal static class TrxReader
{
    public const string Format = "TRX";

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(XElement root)
    {
        if (!Is(root, "TestRun"))
        {
            return null;
        }
        var classes = root.Descendants().Where(element => Is(element, "UnitTest"))
            .GroupBy(test => Attribute(test, "id") ?? "")
            .ToDictionary(group => group.Key, group => ClassOf(group.First()));
        return TestReport.Of(
            Format,
            [
                .. from result in root.Descendants()
                   where Is(result, "UnitTestResult")
                   // Of a data-driven test the rows count, which are nested.
                   where Child(result, "InnerResults") is null
                   select CaseOf(result, classes.GetValueOrDefault(Attribute(result, "testId") ?? "")),
            ]);
    }

    private static TestCase CaseOf(XElement result, string? className)
    {
        var name = Attribute(result, "testName") ?? "?";
        var fullName = className is null || name.StartsWith(className, StringComparison.Ordinal) ? name : $"{className}.{name}";
        var output = Child(result, "Output");
        return TestCase.Of(
            fullName,
            Attribute(result, "outcome") switch
            {
                "Passed" or "PassedButRunAborted" or "Warning" => TestStatus.Passed,
                "NotExecuted" or "NotRunnable" or "Inconclusive" or "Pending" or "Disconnected" => TestStatus.Skipped,
                // Failed is what is left out when it is the outcome.
                _ => TestStatus.Failed,
            },
            message: Child(Child(output, "ErrorInfo"), "Message")?.Value ?? Child(output, "StdOut")?.Value);
    }

    /// <summary>Without the assembly that some adapters append.</summary>
    private static string? ClassOf(XElement test) =>
        Child(test, "TestMethod") is { } method ? Attribute(method, "className")?.Split(',')[0] : null;
}
