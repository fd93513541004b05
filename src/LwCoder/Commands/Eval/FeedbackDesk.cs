using System.Globalization;
using System.Text;
using LwCoder.Configuration;
using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Judges;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;
using LwCoder.Sessions;

namespace LwCoder.Commands.Eval;

/// <summary>
/// Gets what a person says of a change: from the command line, from before, from the person's editor, or from a talk with an
/// agent.
/// </summary>
/// <param name="person">Null when nobody is there to write.</param>
/// <param name="redact">Takes the secrets of this machine out of a text.</param>
internal sealed class FeedbackDesk(FeedbackSource? person, FeedbackTalk talk, Func<string, string> redact, Narrator narrator)
{
    /// <summary>Of the tamper report; the rest is in the evidence.</summary>
    private const int MostFindings = 10;

    private const string Draft = "human_feedback.draft.md";

    /// <summary>The hash of the change that the person spoke of.</summary>
    private const string Subject = "human_feedback.of";

    /// <returns>Null when nobody has said anything yet.</returns>
    public async Task<HumanFeedback?> AskAsync(
        TalkEvidence evidence, EvalOptions options, SessionContext context, CancellationToken cancel)
    {
        var folder = evidence.Folder;
        var file = folder.In(HumanFeedbackFile.Name);
        await talk.SweepAsync(context.Repository, context.StateFolder, cancel);
        if (options.Talk && await talk.RunAsync(context, evidence, cancel))
        {
            AtomicFile.WriteText(folder.In(Subject), evidence.Change.Sha256);
        }
        else if (options.Talk)
        {
            narrator.Notice("the talk ended and no feedback was written");
        }
        var known = HumanFeedbackFile.Read(file);
        var given = options.Feedback is { } words
            ? words
            : options is { Verdict: null, Talk: false } && (known is null || options.Force) && person is not null
                && !context.Settings.Get(CodeSettings.Headless)
                ? await person.FromEditorAsync(folder.In(Draft), NoteOf(evidence.Judges, evidence.Tests), cancel)
                : null;
        if (given is null && options.Verdict is null)
        {
            if (known is not null && !options.Talk)
            {
                narrator.Step("feedback: there already, skipped");
                if (File.Exists(folder.In(Subject)) && await File.ReadAllTextAsync(folder.In(Subject), cancel)
                        != evidence.Change.Sha256)
                {
                    narrator.Notice("the feedback is about an earlier state of the change; give it anew if it no longer holds");
                }
            }
            return known;
        }
        var feedback = new HumanFeedback(redact(given ?? known?.Text ?? ""), options.Verdict ?? known?.Verdict);
        HumanFeedbackFile.Write(file, feedback);
        AtomicFile.WriteText(folder.In(Subject), evidence.Change.Sha256);
        File.Delete(folder.In(Draft));
        return feedback;
    }

    private static string NoteOf(PanelRecord? judges, TestComparisonResult? tests)
    {
        var note = new StringBuilder();
        foreach (var score in judges?.Scores ?? [])
        {
            note.Append(CultureInfo.InvariantCulture, $"judge {score.Name}: {score.Score:0.00}\n");
        }
        if (tests is not null)
        {
            note.Append(CultureInfo.InvariantCulture, $"tests before: {tests.Before.Summary}\n");
            note.Append(CultureInfo.InvariantCulture, $"tests after:  {tests.After.Summary}\n");
            foreach (var finding in tests.Tampering.Take(MostFindings))
            {
                note.Append(CultureInfo.InvariantCulture, $"look at:      {TerminalText.OneLine(finding.Describe(), 300)}\n");
            }
        }
        return note.ToString();
    }
}
