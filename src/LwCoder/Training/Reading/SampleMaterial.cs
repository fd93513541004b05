using System.Globalization;
using LwCoder.Platform.Terminal;

namespace LwCoder.Training.Reading;

/// <summary>A sample as a model is shown it.</summary>
internal sealed record SampleMaterial(
    string PlanId, string Plan, string HumanFeedback, string Trace, string Judges, string TestsBefore, string TestsAfter,
    string Prompts)
{
    /// <summary>Of most languages and of code, on the safe side.</summary>
    private const int CharactersPerToken = 3;

    /// <summary>What no prompt may repeat: all of it but its own prompts.</summary>
    public string Text => string.Join('\n', Plan, HumanFeedback, Trace, Judges, TestsBefore, TestsAfter);

    /// <param name="current">Fingerprint of the prompts that are shown anyway, and need not stand in the sample again.</param>
    /// <param name="tokens">About how many one sample may take.</param>
    /// <param name="onTrimmed">Told, in words, of each part that was shortened.</param>
    public static SampleMaterial Of(TrainingSample sample, string current, int tokens, Action<string> onTrimmed)
    {
        var limit = tokens * CharactersPerToken;
        var judges = string.Join("\n\n", sample.JudgeResults.Select(judge => string.Create(
            CultureInfo.InvariantCulture,
            $"# {judge.Name}: {judge.Score:0.00} of 1, weight {judge.Weight:0.00}\n{judge.Feedback}")));
        var plan = Shorten("plan", sample.PlanContent, limit * 15 / 100);
        var feedback = Shorten("human feedback", sample.HumanFeedback, limit * 15 / 100);
        var findings = Shorten("judges", judges, limit * 20 / 100);
        var before = Shorten("tests before", sample.TestResultsBefore?.Json ?? "", limit * 10 / 100);
        var prompts = sample.Origin.PromptFingerprint == current ? "" : Shorten("prompts", sample.UsedPrompts, limit * 10 / 100);
        var after = Shorten("tests after", sample.TestResultsAfter.Json, limit * 10 / 100);
        // The trace gets all that the others leave.
        var room = limit - plan.Length - feedback.Length - findings.Length - before.Length - after.Length - prompts.Length;
        var trace = TraceTrim.Trim(sample.CodeTrace, room, Evidence.TermsOf(sample));
        Tell("trace", sample.CodeTrace, trace);
        return new SampleMaterial(sample.PlanId, plan, feedback, trace, findings, before, after, prompts);

        string Shorten(string part, string text, int atMost)
        {
            var shorter = LongText.Shorten(text, atMost);
            Tell(part, text, shorter);
            return shorter;
        }

        void Tell(string part, string whole, string shown)
        {
            if (shown.Length < whole.Length)
            {
                onTrimmed(string.Create(
                    CultureInfo.InvariantCulture, $"{part} of {sample.PlanId}: {shown.Length} of {whole.Length} characters"));
            }
        }
    }
}
