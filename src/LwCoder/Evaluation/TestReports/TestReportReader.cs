using System.Text.Json;

namespace LwCoder.Evaluation.TestReports;

/// <summary>Finds out what a run of tests reported, in the files it wrote and in what it printed.</summary>
internal static class TestReportReader
{
    private static readonly Func<IReadOnlyList<string>, TestReport?>[] Outputs =
    [
        GoTestReader.TryRead, TapReader.TryRead, CargoReader.TryRead, PytestReader.TryRead, UnittestReader.TryRead,
        DotnetReader.TryRead, GoTextReader.TryRead, SpecReader.TryRead,
    ];

    /// <param name="files">Reports among the files the run has written.</param>
    /// <param name="output">What it printed, standard error too.</param>
    /// <returns>Null when no report was recognised.</returns>
    public static TestReport? Read(IReadOnlyList<TestReport> files, string output)
    {
        // One run may report the same tests in several formats; the one that says most is taken.
        var written = files.GroupBy(report => report.Format)
            .Select(group => TestReport.Join([.. group]));
        return written.Append(OfOutput(output)).OfType<TestReport>()
            .Where(report => report.Total > 0)
            .OrderByDescending(report => report.Total)
            .ThenByDescending(report => report.Cases.Count)
            .FirstOrDefault();
    }

    /// <returns>Null when the file is no report.</returns>
    public static TestReport? OfFile(string name, Stream content)
    {
        switch (Path.GetExtension(name))
        {
            case ".trx" or ".xml":
                return ReportXml.TryRead(content) is { } root ? TrxReader.TryRead(root) ?? JUnitReader.TryRead(root) : null;
            case ".json":
                return OfJson(content);
            case ".tap":
                using (var text = new StreamReader(content))
                {
                    return TapReader.TryRead(Lines(text.ReadToEnd()));
                }
            default:
                return null;
        }
    }

    public static bool MayBeReport(string name) => Path.GetExtension(name) is ".trx" or ".xml" or ".json" or ".tap";

    private static TestReport? OfOutput(string output)
    {
        var lines = Lines(output);
        return Outputs.Select(read => read(lines)).FirstOrDefault(report => report is not null) ?? OfPrintedJson(lines);
    }

    /// <summary>A runner that prints JSON prints it on one line or from one line on.</summary>
    private static TestReport? OfPrintedJson(string[] lines)
    {
        var start = Array.FindIndex(lines, line => line.StartsWith('{'));
        var end = Array.FindLastIndex(lines, line => line.EndsWith('}'));
        if (start < 0 || end < start)
        {
            return null;
        }
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines[start..(end + 1)])));
        return OfJson(content);
    }

    private static TestReport? OfJson(Stream content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return JestReader.TryRead(json.RootElement);
        }
        catch (JsonException)
        {
            // Some other file.
            return null;
        }
    }

    /// <summary>Without the colours that runners use even where nobody sees them.</summary>
    private static string[] Lines(string text) =>
        [.. PlainText.WithoutColours(text).Split('\n').Select(line => line.TrimEnd('\r'))];
}
