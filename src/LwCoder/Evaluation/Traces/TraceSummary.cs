using System.Security.Cryptography;
using System.Text;
using LwCoder.Models;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Evaluation.Traces;

/// <summary>What became of a summary that was asked for.</summary>
internal enum TraceSummaryState
{
    Written,
    /// <summary>It was there for this very trace.</summary>
    Current,
    /// <summary>Only what can be counted: no model is set up, or it failed. It is tried again the next time.</summary>
    WithoutNarrative,
}

/// <summary>
/// `code_trace_summary.md`: what can be counted in a session, then a model's story of it. The page names the hash of the trace
/// it was made from and is made again only when that is another.
/// </summary>
/// <param name="redact">Takes secrets out of what a model wrote.</param>
internal sealed class TraceSummary(ILanguageModels models, Func<string, string> redact, Narrator narrator)
{
    private const string Title = "# Trace Summary\n\n";
    private const string NarrativeHeading = "## Narrative Summary\n\n";

    /// <exception cref="UserError">The run has no trace.</exception>
    public async Task<TraceSummaryState> WriteAsync(
        RunDirectory run, string file, bool force, CancellationToken cancel)
    {
        if (!File.Exists(run.TraceFile))
        {
            throw new UserError($"the run {run.Id} has no trace", $"see how far it came with 'lw_coder runs show {run.Id}'");
        }
        var trace = await File.ReadAllTextAsync(run.TraceFile, cancel);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(trace)));
        if (!force && IsCurrent(file, hash))
        {
            return TraceSummaryState.Current;
        }
        var events = File.Exists(run.SessionFile) ? SessionLog.Read(run.SessionFile) : [];
        var manifest = run.ReadManifest();
        var facts = new TraceFacts(manifest.Worktree);
        foreach (var happened in events)
        {
            facts.Observe(happened);
        }
        var counted = facts.ToMarkdown(
            [("Run", manifest.RunId), ("Tool", manifest.Tool), ("Outcome", $"{manifest.Outcome}: {manifest.Reason}"),
                ("Trace", $"sha256 {hash}")]);
        var narrative = await TellAsync(counted, trace, SubagentFeedback.Read(run), cancel);
        AtomicFile.WriteText(file, $"{Title}{counted}" + (narrative is null ? "" : $"\n{NarrativeHeading}{redact(narrative)}\n"));
        return narrative is null ? TraceSummaryState.WithoutNarrative : TraceSummaryState.Written;
    }

    /// <summary>A summary is of use without its story, so a model's failure is said and no more.</summary>
    private async Task<string?> TellAsync(
        string facts, string trace, IReadOnlyList<SubagentReport> reports, CancellationToken cancel)
    {
        if (!models.IsConfigured)
        {
            narrator.Notice("the trace's summary has no story: no language model is set up");
            return null;
        }
        try
        {
            using var client = models.Open();
            var told = await new TraceNarrator(client).TellAsync(facts, trace, reports, cancel);
            return TerminalText.Lines(told.Text.ReplaceLineEndings("\n")).Trim();
        }
        catch (UserError failed)
        {
            narrator.Warn($"the trace's summary has no story: {failed.Message}");
            return null;
        }
    }

    private static bool IsCurrent(string file, string hash) =>
        File.Exists(file) && File.ReadAllText(file) is var text
        && text.Contains($"- **Trace**: sha256 {hash}\n", StringComparison.Ordinal)
        && text.Contains($"\n{NarrativeHeading}", StringComparison.Ordinal);
}
