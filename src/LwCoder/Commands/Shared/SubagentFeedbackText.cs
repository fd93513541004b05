using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Shared;

/// <summary>
/// Reports of subagents for a person, word for word but for what a terminal would obey. They are set in, so that no report
/// can be taken for a line of ours.
/// </summary>
internal static class SubagentFeedbackText
{
    public static void Write(TextWriter output, RunDirectory run)
    {
        foreach (var report in SubagentFeedback.Read(run))
        {
            output.WriteLine($"report of {report.Name}");
            foreach (var line in TerminalText.Lines(report.Text.ReplaceLineEndings("\n")).TrimEnd('\n').Split('\n'))
            {
                output.WriteLine(line.Length == 0 ? "" : $"  {line}");
            }
            output.WriteLine();
        }
    }
}
