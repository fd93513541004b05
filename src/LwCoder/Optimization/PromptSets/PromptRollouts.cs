using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;
using Candidate = LwCoder.Prompting.Optimizers.Candidate;

namespace LwCoder.Optimization.PromptSets;

/// <summary>Replays past plans with the prompts of candidates, each pair once; what is known is taken from the folder.</summary>
/// <param name="limit">For one replay, from start to score.</param>
/// <param name="needsCost">Whether money limits the search, so that replays must say what they cost.</param>
internal sealed class PromptRollouts(
    ComparisonScene scene, ComparisonFolder folder, ReplayRunner runner, PromptTexts texts, TimeSpan limit,
    bool needsCost, IReplayObserver observer)
{
    private readonly Dictionary<string, PromptSource> _sources = [];
    private readonly Lock _gate = new();

    /// <exception cref="UserError">It failed in a way that the next would, too.</exception>
    public async Task<ReplayResult> RunAsync(Candidate candidate, PastPlan plan, CancellationToken cancel)
    {
        var source = SourceOf(candidate);
        var task = new ComparisonTask(plan, source, scene.JobOf(plan, source, attempt: 1, limit));
        if (runner.Known(task) is { Score: not null } known)
        {
            return known;
        }
        Tell(() => observer.Began(task));
        var result = await runner.RunAsync(task, cancel);
        if (result is { Score: null, EndsAll: false })
        {
            // What failed by chance would be counted against the candidate.
            result = await runner.RunAsync(task, cancel);
        }
        Tell(() => observer.Ended(task, result));
        return result switch
        {
            { EndsAll: true } => throw new UserError(
                $"{plan.Id}: {result.Reason}", "put that right; the same command then goes on where it was",
                (ExitCode)result.ExitCode),
            { Score: not null, Spent.IsKnown: false } when needsCost => throw new UserError(
                "what replays cost is not known here, so --max-cost cannot limit it",
                "leave --max-cost out: --budget-calls limits the replays", ExitCode.LimitReached),
            _ => result,
        };
    }

    private void Tell(Action happened)
    {
        lock (_gate)
        {
            happened();
        }
    }

    private PromptSource SourceOf(Candidate candidate)
    {
        lock (_gate)
        {
            return _sources.TryGetValue(candidate.Fingerprint, out var known)
                ? known
                : _sources[candidate.Fingerprint] = Write(candidate);
        }
    }

    private PromptSource Write(Candidate candidate)
    {
        if (candidate.Fingerprint == texts.Chosen.Fingerprint)
        {
            return scene.Sets.Active;
        }
        var prompts = texts.With(candidate, "");
        var fingerprint = prompts.ToSet().Fingerprint;
        var target = folder.PromptsOf(fingerprint);
        CandidateFolder.WritePrompts(target, prompts);
        return new PromptSource(fingerprint, fingerprint, target, fingerprint, []);
    }
}
