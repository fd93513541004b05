using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers.Mipro;

/// <summary>
/// Trials of combinations. On minibatches a score is a hint only: now and then the combination with the best mean is
/// measured in full, and only what was measured in full can win.
/// </summary>
internal sealed class MiproSearch(
    OptimizerContext context, Leaderboard board, MiproSpace space, IReadOnlyList<Example> dev, int batchSize)
{
    private readonly CategoricalTpe _tpe = new(space.Choices);
    private readonly Dictionary<string, (IReadOnlyList<int> Point, List<double> Scores)> _hints = [];

    private bool IsMinibatch => batchSize < dev.Count;

    public async Task RunAsync(int trials, CancellationToken cancel)
    {
        _tpe.Observe(space.Start, board.BestScore!.Value);
        for (var trial = 1; trial <= trials; trial++)
        {
            var stage = FormattableString.Invariant($"trial {trial} of {trials}");
            if (IsMinibatch && context.Left < batchSize + dev.Count)
            {
                break;
            }
            await TryAsync(trial, stage, cancel).ConfigureAwait(false);
            if (IsMinibatch && trial % MiproSize.FullEvaluationEvery == 0)
            {
                await MeasureBestHintAsync(stage, cancel).ConfigureAwait(false);
            }
        }
        if (IsMinibatch)
        {
            await MeasureBestHintAsync("measuring the best in full", cancel).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(int trial, string stage, CancellationToken cancel)
    {
        var random = SeededRandom.For(context.Seed, stage);
        var point = _tpe.Suggest(random);
        var candidate = space.At(point);
        if (!IsMinibatch)
        {
            _tpe.Observe(point, await board.MeasureAsync(candidate, stage, cancel).ConfigureAwait(false));
            return;
        }
        var batch = random.Shuffle(dev).GetRange(0, batchSize);
        var rollouts = await context.MeasureAsync(candidate, batch, cancel).ConfigureAwait(false);
        var score = rollouts.Average(rollout => rollout.Score.Value);
        _tpe.Observe(point, score);
        if (!_hints.TryAdd(candidate.Fingerprint, (point, [score])))
        {
            _hints[candidate.Fingerprint].Scores.Add(score);
        }
        context.Report(stage);
    }

    private async Task MeasureBestHintAsync(string stage, CancellationToken cancel)
    {
        var open = _hints.Values.Where(hint => !board.Has(space.At(hint.Point))).ToList();
        if (open.Count > 0)
        {
            var best = open.MaxBy(hint => hint.Scores.Average());
            _tpe.Observe(best.Point, await board.MeasureAsync(space.At(best.Point), stage, cancel).ConfigureAwait(false));
        }
    }
}
