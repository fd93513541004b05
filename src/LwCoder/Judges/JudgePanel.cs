using LwCoder.Models;
using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;

namespace LwCoder.Judges;

/// <param name="Model">Asked in place of every judge's own; null: the judges' own.</param>
/// <param name="Repeat">How often each judge judges, from 1.</param>
/// <param name="FirstRollout">
/// Number of the first repetition where the cache must not answer; null where it may, which then knows the repetitions apart
/// by their place.
/// </param>
internal sealed record PanelOptions(string? Model, int Repeat, int? FirstRollout)
{
    /// <summary>The cache keeps calls of one number; the first repetition is the plain call.</summary>
    public int? RolloutOf(int repetition) => (FirstRollout, repetition) switch
    {
        ({ } first, _) => first + repetition,
        (null, 0) => null,
        _ => repetition,
    };
}

/// <summary>
/// Asks all judges at once, every repetition too, so that a panel takes as long as its slowest call. What one judge's model
/// does wrong is that judge's failure; the others' findings stand.
/// </summary>
internal sealed class JudgePanel(ILanguageModels models, EvidenceCheck evidence, Func<string, string> redact)
{
    /// <param name="onDone">Called as soon as a judge has come to an end, from any thread.</param>
    /// <returns>In the order of the judges.</returns>
    /// <exception cref="UserError">No model can be asked at all.</exception>
    public async Task<IReadOnlyList<JudgeOutcome>> JudgeAsync(
        IReadOnlyList<Judge> judges, JudgeMaterial material, PanelOptions options, Action<JudgeOutcome> onDone,
        CancellationToken cancel)
    {
        // All are opened before one is asked: without a key nothing is half judged.
        var opened = judges.Select(judge => (Judge: judge, Client: models.Open(options.Model ?? judge.Model))).ToList();
        try
        {
            return await Task.WhenAll(opened.Select(async one =>
            {
                var prompt = JudgePrompt.For(one.Judge, one.Client);
                var outcome = await JudgeAsync(one.Judge, prompt, material, options, cancel);
                onDone(outcome);
                return outcome;
            }));
        }
        finally
        {
            opened.ForEach(one => one.Client.Dispose());
        }
    }

    private async Task<JudgeOutcome> JudgeAsync(
        Judge judge, Typed<JudgeQuestion, JudgeAnswer> prompt, JudgeMaterial material, PanelOptions options,
        CancellationToken cancel)
    {
        var question = new JudgeQuestion(material.Plan, material.Guidance, material.Change);
        var tries = await Task.WhenAll(Enumerable.Range(0, options.Repeat)
            .Select(repetition => TryAsync(prompt, question, options.RolloutOf(repetition), cancel)));
        var answers = tries.Select(one => one.Answer).OfType<JudgeAnswer>().ToList();
        var failures = tries.Select(one => one.Failure).OfType<UserError>().ToList();
        if (answers.Count == 0)
        {
            return new JudgeOutcome(judge, null, failures[0]);
        }
        var mean = answers.Average(answer => answer.Score);
        var typical = answers.MinBy(answer => Math.Abs(answer.Score - mean))!;
        var criteria = await evidence.CheckAsync(typical.Criteria, cancel);
        return new JudgeOutcome(judge, new Judgement(
            judge,
            options.Model ?? judge.Model,
            [.. answers.Select(answer => answer.Score)],
            redact(typical.Feedback.Trim()),
            [.. criteria.Select(Redacted)],
            tries.Aggregate(Usage.None, (sum, one) => sum + one.Usage),
            [.. failures.Select(failure => redact(failure.Message))]), null);
    }

    private static async Task<Try> TryAsync(
        Typed<JudgeQuestion, JudgeAnswer> prompt, JudgeQuestion question, int? rollout, CancellationToken cancel)
    {
        try
        {
            var prediction = await prompt.RunAsync(question, CallOptions.Default with { RolloutId = rollout }, cancel);
            return new Try(prediction.Value, null, prediction.Details.Usage);
        }
        catch (Exception failure) when (ModelFailure.Explain(failure) is { } error)
        {
            return new Try(null, error, failure switch
            {
                AnswerException answer => answer.Usage,
                AssertionException broken => broken.Usage,
                ModelException model => model.Usage,
                _ => Usage.None,
            });
        }
    }

    private CriterionVerdict Redacted(CriterionVerdict criterion) => criterion with
    {
        Criterion = redact(criterion.Criterion),
        Reason = redact(criterion.Reason),
        Evidence = [.. criterion.Evidence.Select(one => one with { File = redact(one.File) })],
    };

    private sealed record Try(JudgeAnswer? Answer, UserError? Failure, Usage Usage);
}
