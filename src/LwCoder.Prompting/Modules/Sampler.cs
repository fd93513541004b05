using System.Runtime.ExceptionServices;
using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>
/// Tries one after another, keeping the best. The first try is the usual call, so that a cache shares it with a plain
/// predictor; later ones carry a rollout id. A try may fail; only if all do is that an error. A failure that would strike
/// every further try, such as a spent budget, ends them.
/// </summary>
internal static class Sampler
{
    public static async Task<Prediction> RunAsync(
        PromptModule module, Reward reward, SamplingOptions sampling, FieldValues inputs, CallOptions options,
        Func<Trial, CallOptions, CallOptions> learn, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampling.Tries, 1, nameof(sampling));
        var trials = new List<Trial>();
        var next = options;
        for (var number = 0; number < sampling.Tries; number++)
        {
            var trial = await TryAsync(module, reward, inputs, next, cancel).ConfigureAwait(false);
            trials.Add(trial);
            if (trial.Score?.Value >= sampling.Threshold || IsFinal(trial.Error))
            {
                break;
            }
            next = learn(trial, options with
            {
                RolloutId = (options.RolloutId ?? 0) + number + 1,
                Temperature = options.Temperature ?? sampling.Temperature,
            });
        }
        return Best(trials);
    }

    private static async Task<Trial> TryAsync(
        PromptModule module, Reward reward, FieldValues inputs, CallOptions options, CancellationToken cancel)
    {
        Prediction prediction;
        try
        {
            prediction = await module.RunAsync(inputs, options, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is AnswerException or AssertionException or ModelException or BudgetException)
        {
            return new Trial(null, null, error);
        }
        var score = await reward(inputs, prediction, cancel).ConfigureAwait(false);
        return new Trial(prediction, score, null);
    }

    private static bool IsFinal(Exception? error) => error is BudgetException or ModelException { IsFatalForAll: true };

    private static Prediction Best(List<Trial> trials)
    {
        var best = trials.Where(trial => trial.Prediction is not null).MaxBy(trial => trial.Score!.Value.Value);
        if (best is null)
        {
            ExceptionDispatchInfo.Throw(trials[^1].Error!);
        }
        var usage = trials.Aggregate(Usage.None, (sum, trial) => sum + trial.Usage);
        return best!.Prediction! with { Trials = trials, Usage = usage };
    }
}
