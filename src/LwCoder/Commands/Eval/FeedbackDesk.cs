using System.Globalization;
using System.Text;
using LwCoder.Configuration;
using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Judges;
using LwCoder.Platform.Terminal;
using LwCoder.Sessions;

namespace LwCoder.Commands.Eval;

/// <summary>Gets what a person says of a change: from the command line, from before, or from the person's editor.</summary>
/// <param name="person">Null when nobody is there to write.</param>
/// <param name="redact">Takes the secrets of this machine out of a text.</param>
internal sealed class FeedbackDesk(FeedbackSource? person, Func<string, string> redact, Narrator narrator)
{
    private const string Draft = "human_feedback.draft.md";

    /// <returns>Null when nobody has said anything yet.</returns>
    public async Task<HumanFeedback?> AskAsync(
        EvaluationFolder folder, PanelRecord? judges, TestComparisonResult? tests, EvalOptions options, SessionContext context,
        CancellationToken cancel)
    {
        var file = folder.In(HumanFeedbackFile.Name);
        var known = HumanFeedbackFile.Read(file);
        var given = options.Feedback is { } argument
            ? FeedbackSource.FromArgument(argument, context.WorkingDirectory)
            : options.Verdict is null && (known is null || options.Force) && person is not null
                && !context.Settings.Get(CodeSettings.Headless)
                ? await person.FromEditorAsync(folder.In(Draft), NoteOf(judges, tests), cancel)
                : null;
        if (given is null && options.Verdict is null)
        {
            if (known is not null)
            {
                narrator.Step("feedback: there already, skipped");
            }
            return known;
        }
        var feedback = new HumanFeedback(redact(given ?? known?.Text ?? ""), options.Verdict ?? known?.Verdict);
        HumanFeedbackFile.Write(file, feedback);
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
        }
        return note.ToString();
    }
}
