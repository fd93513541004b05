using System.Xml.Linq;
using static LwCoder.Evaluation.TestReports.ReportXml;

namespace LwCoder.Evaluation.TestReports;

/// <summary>JUnit's XML, which most runners can write: pytest, Maven, Gradle, jest-junit, gotestsum, ….</summary>
internal static class JUnitReader
{
    public const string Format = "JUnit XML";

    /// <returns>Null for anything else.</returns>
    public static TestReport? TryRead(XElement root) => Is(root, "testsuites") || Is(root, "testsuite")
        ? TestReport.Of(Format, [.. root.Descendants().Where(element => Is(element, "testcase")).Select(CaseOf)])
        : null;

    private static TestCase CaseOf(XElement test)
    {
        var failure = Child(test, "failure") ?? Child(test, "error");
        var skipped = Child(test, "skipped") ?? Child(test, "disabled");
        var (name, className) = (Attribute(test, "name") ?? "?", Attribute(test, "classname"));
        return TestCase.Of(
            string.IsNullOrEmpty(className) || className == name ? name : $"{className}.{name}",
            failure is not null ? TestStatus.Failed
                : skipped is not null || Attribute(test, "status") is "notrun" or "disabled" ? TestStatus.Skipped
                : TestStatus.Passed,
            Attribute(test, "file") ?? Attribute(test.Parent ?? test, "file"),
            (failure ?? skipped) is { } why ? MessageOf(why) : null);
    }

    private static string MessageOf(XElement why) =>
        Attribute(why, "message") is { Length: > 0 } message ? message : why.Value;
}
