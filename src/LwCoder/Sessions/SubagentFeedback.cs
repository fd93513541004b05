using System.Globalization;
using System.Text.RegularExpressions;
using LwCoder.Platform.Files;
using LwCoder.Runs;

namespace LwCoder.Sessions;

/// <summary>The reports of a run's subagents as files, one each: `subagent_feedback/01-&lt;name&gt;.md`.</summary>
internal static partial class SubagentFeedback
{
    private const int Most = 99;
    private const int LongestName = 64;

    public static void Write(RunDirectory run, IReadOnlyList<SubagentReport> reports)
    {
        if (reports.Count == 0)
        {
            return;
        }
        Directory.CreateDirectory(run.SubagentFeedback);
        foreach (var (index, report) in reports.Take(Most).Index())
        {
            var name = NotInName().Replace(report.Name.Length > LongestName ? report.Name[..LongestName] : report.Name, "_");
            AtomicFile.WriteText(
                Path.Combine(run.SubagentFeedback, string.Create(CultureInfo.InvariantCulture, $"{index + 1:00}-{name}.md")),
                report.Text);
        }
    }

    public static IReadOnlyList<SubagentReport> Read(RunDirectory run) => Directory.Exists(run.SubagentFeedback)
        ? [.. Directory.EnumerateFiles(run.SubagentFeedback, "*.md").Order(StringComparer.Ordinal)
            .Select(file => new SubagentReport(Path.GetFileNameWithoutExtension(file)[3..], File.ReadAllText(file)))]
        : [];

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex NotInName();
}
