using System.Globalization;
using LwCoder.Evaluation;
using LwCoder.Git;
using LwCoder.Models;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;

namespace LwCoder.Judges;

/// <param name="Tokens">About how many tokens a judge may be shown.</param>
/// <param name="Model">Asked in place of every judge's own; null: the judges' own.</param>
/// <param name="Repeat">How often each judge judges, from 1.</param>
/// <param name="Fresh">Whether models are asked although the cache has their answers.</param>
internal sealed record JudgingOptions(int Tokens, string? Model = null, int Repeat = 1, bool Fresh = false);

/// <summary>Has a plan's change judged and keeps what was found, a step of its own for whoever evaluates.</summary>
/// <param name="redact">Takes secrets out of text, whatever was shown to a judge or written by one.</param>
internal sealed class ChangeJudging(
    GitCli git, ILanguageModels models, Func<string, string> redact, Narrator narrator, TimeProvider time)
{
    /// <exception cref="UserError">No model can be asked at all; a judge's own failure is in the result.</exception>
    public async Task<PanelResult> JudgeAsync(
        RepositoryFacts facts, Plan plan, PlanChange change, IReadOnlyList<Judge> judges, EvaluationFolder folder,
        JudgingOptions options, CancellationToken cancel)
    {
        var guidance = await new ProjectGuidance(git).ReadAsync(facts, change.BaseSha, cancel);
        var material = JudgeMaterial.Of(plan, guidance, change.Files, options.Tokens, redact);
        foreach (var item in material.LeftOut)
        {
            narrator.Notice($"not shown to the judges, for want of room: {item}");
        }
        var lines = new LineCounts(git);
        var evidence = new EvidenceCheck(
            change.Files, (paths, stop) => lines.AtAsync(facts, change.BaseSha, paths, stop));
        var files = new JudgementFiles(folder, change, time);
        PanelRecord.Forget(folder);
        var outcomes = await new JudgePanel(models, evidence, redact).JudgeAsync(
            judges,
            material,
            new PanelOptions(options.Model, options.Repeat, options.Fresh ? NewRollout() : null),
            outcome =>
            {
                if (outcome.Judgement is { } judgement)
                {
                    files.Write(judgement, material.LeftOut);
                }
                Tell(outcome);
            },
            cancel);
        var result = new PanelResult(outcomes, material.LeftOut);
        files.RemoveOthers(result.Judgements);
        return result;
    }

    /// <summary>A number that no earlier call had: milliseconds, which come around every 24 days.</summary>
    private int NewRollout() => (int)(time.GetUtcNow().ToUnixTimeMilliseconds() & int.MaxValue);

    private void Tell(JudgeOutcome outcome)
    {
        if (outcome.Judgement is not { } judgement)
        {
            narrator.Warn($"judge {outcome.Judge.Name} failed: {outcome.Failure!.Message}");
            return;
        }
        narrator.Step(string.Create(
            CultureInfo.InvariantCulture,
            $"judge {judgement.Judge.Name}: {judgement.Score:0.00}{JudgementMarkdown.Spread(judgement)}, {judgement.Model}, ")
            + UsageJson.ToText(judgement.Usage));
        foreach (var problem in judgement.Problems)
        {
            narrator.Warn($"judge {judgement.Judge.Name}: a repetition failed: {problem}");
        }
        if (judgement.MissingEvidence.ToList() is { Count: > 0 } missing)
        {
            narrator.Warn($"judge {judgement.Judge.Name} cites what does not exist: {string.Join(", ", missing.Distinct())}");
        }
    }
}
