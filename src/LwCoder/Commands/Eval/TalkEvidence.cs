using System.Text;
using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Judges;
using LwCoder.Plans;
using LwCoder.Platform.Files;
using LwCoder.Prompts;
using LwCoder.Runs;
using LwCoder.Sessions.Scratch;
using LwCoder.Training;

namespace LwCoder.Commands.Eval;

/// <summary>What the agent of a talk gets to read: copies of what this evaluation found, and what each of them is.</summary>
/// <param name="Judges">Null when no judge came to a finding: what lies in the folder is of an earlier change.</param>
/// <param name="Tests">The same for the tests.</param>
internal sealed record TalkEvidence(
    Plan Plan, PlanChange Change, EvaluationFolder Folder, PanelRecord? Judges, TestComparisonResult? Tests)
{
    /// <returns>The prompt's fingerprint.</returns>
    public string WritePrompt(RunDirectory run, ScratchView view)
    {
        var input = Directory.CreateDirectory(ScratchRuns.InputOf(run)).FullName;
        var list = new StringBuilder();
        foreach (var (source, name, what) in Files().Where(file => File.Exists(file.Source)))
        {
            File.Copy(source, Path.Combine(input, name));
            list.Append("- `").Append(name).Append("`: ").Append(what).Append('\n');
        }
        var template = EmbeddedFiles.Read("Templates/feedback/main.md");
        AtomicFile.WriteText(run.PromptFile, template
            .Replace("{input_folder}", view.Input, StringComparison.Ordinal)
            .Replace("{output_folder}", view.Output, StringComparison.Ordinal)
            .Replace("{files}", list.ToString().TrimEnd(), StringComparison.Ordinal));
        return new PromptSet(template, []).Fingerprint;
    }

    public static void Remove(RunDirectory run)
    {
        if (Directory.Exists(ScratchRuns.InputOf(run)))
        {
            Directory.Delete(ScratchRuns.InputOf(run), recursive: true);
        }
    }

    private IEnumerable<(string Source, string Name, string What)> Files()
    {
        yield return (Plan.Path, SampleFiles.Plan, "the plan that the agent had to carry out");
        yield return (Change.PatchFile, SampleFiles.Patch, "the whole change, against the commit in your folder");
        if (Judges is not null)
        {
            var findings = Directory.EnumerateFiles(Folder.Path, $"{SampleFiles.JudgePrefix}*.md");
            foreach (var file in findings.Order(StringComparer.Ordinal))
            {
                yield return (file, Path.GetFileName(file), "the score and the remarks of a judge, which is a language model");
            }
        }
        if (Tests is not null)
        {
            yield return (Folder.In(SampleFiles.TestsBefore), SampleFiles.TestsBefore, "the tests without the change");
            yield return (
                Folder.In(SampleFiles.TestsAfter), SampleFiles.TestsAfter,
                "the tests with it, which of them passed or failed before, and tests it tampered with (`tampering`)");
        }
        yield return (Folder.In(SampleFiles.TraceSummary), SampleFiles.TraceSummary, "how the agent worked");
        yield return (Folder.In(HumanFeedbackFile.Name), "earlier_feedback.md", "what a person said of the work before");
    }
}
