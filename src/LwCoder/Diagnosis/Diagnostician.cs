using LwCoder.Sessions;

namespace LwCoder.Diagnosis;

/// <summary>
/// Says what went wrong: what the outcome already tells, else a classifier that is sure enough, else the rules. What each of
/// them said is kept.
/// </summary>
/// <param name="threshold">How sure a classifier must be.</param>
internal sealed class Diagnostician(IFailureClassifier classifier, double threshold, TimeProvider time)
{
    private const int LastMessages = 5;

    private static readonly Finding Nothing =
        new(FailureCategory.None, 1, "nothing went wrong that could be seen", "Nothing.", []);

    public async Task<DiagnosisReport> DiagnoseAsync(EndedSession session, CancellationToken cancel)
    {
        var kill = session.Kill;
        var parts = SessionParts.Of(session.Events, kill);
        var seen = KillEvidence.Of(session, parts);
        DiagnosisReport Report(Finding finding, string by, Finding? rules, ClassifierWord? word) => new(
            session.Id, finding with { Evidence = [.. seen, .. finding.Evidence] }, by, KillFacts.Of(kill), parts.Patterns,
            time.GetUtcNow(), rules, word);

        if (Infrastructure.Find(session) is { } known)
        {
            return Report(known, "outcome", null, null);
        }
        var rules = HeuristicEngine.Diagnose(parts, kill?.Detector, session.Changed);
        var isGuess = rules == Rules.ModelConfusion.Fallback;
        if (session.Outcome == SessionOutcome.Completed && (session.IsSeen || isGuess))
        {
            // A good end speaks against every rule; what they make of it is kept for whoever asks.
            return Report(Nothing, "outcome", isGuess ? null : rules, null);
        }
        if (isGuess && Infrastructure.FindWhereNoRuleApplies(session) is { } end)
        {
            return Report(end, "outcome", null, null);
        }
        rules = isGuess ? rules with { Evidence = session.LastWords } : rules;
        var word = await classifier.AskAsync(Ask(session, parts), cancel);
        return word is { Confidence: var sure } && sure >= threshold && word.Category.IsOfModel()
            ? Report(Believed(word, rules), "classifier", rules, word)
            : Report(rules, "rules", rules, word);
    }

    private static ClassifierQuestion Ask(EndedSession session, SessionParts parts) => new(
        session.Id,
        parts.Patterns,
        [.. parts.All.Where(part => part.Said.Length > 0).TakeLast(LastMessages).Select(part => Evidence.Cut(part.Said))],
        session.Kill?.Detector ?? "none");

    /// <summary>Where both mean the same, numbers and quotes stay those of the rules; else there is only the word.</summary>
    private static Finding Believed(ClassifierWord word, Finding rules) => rules.Category == word.Category
        ? rules with { Confidence = word.Confidence }
        : new Finding(
            word.Category, word.Confidence, $"a compiled classifier takes it for {word.Category.Name()}",
            SuggestedActions.For(word.Category),
            [new Evidence("the classifier's reason", 1, [], Evidence.Cut(word.Evidence))]) { Failing = rules.Failing };
}
