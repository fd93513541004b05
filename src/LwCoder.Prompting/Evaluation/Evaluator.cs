using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Evaluation;

/// <summary>
/// Runs a module over a data set and scores the answers. An example that fails is a row without a score; what would
/// fail every example (a wrong key, a spent budget) stops the rest and keeps the rows there are. An exception of the
/// metric, or any other that is none of ours, is a bug and ends the evaluation.
/// </summary>
/// <param name="metric">What an answer is worth.</param>
/// <param name="options">How to run; null: the defaults.</param>
public sealed class Evaluator(Metric metric, EvaluationOptions? options = null)
{
    private readonly EvaluationOptions _options = options ?? new EvaluationOptions();

    /// <summary>Evaluates.</summary>
    /// <param name="module">What is evaluated.</param>
    /// <param name="examples">The data set.</param>
    /// <param name="cancel">Ends it, without a report.</param>
    public async Task<EvaluationReport> RunAsync(
        PromptModule module, IReadOnlyList<Example> examples, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(examples);
        var started = _options.Time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var board = new Board(examples.Count, _options, stop);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = stop.Token };
        try
        {
            await Parallel.ForAsync(0, examples.Count, parallel, async (index, _) =>
            {
                // With the caller's token: when we stop by ourselves, calls under way are paid for and finish.
                board.Add(await RunOneAsync(module, index, examples[index], cancel).ConfigureAwait(false));
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (board.StoppedBy is not null && !cancel.IsCancellationRequested)
        {
            // Stopped by ourselves: the report says why.
        }
        return new EvaluationReport(board.Rows, examples.Count, _options.Time.GetElapsedTime(started), board.StoppedBy);
    }

    private async Task<EvaluationRow> RunOneAsync(PromptModule module, int index, Example example, CancellationToken cancel)
    {
        var started = _options.Time.GetTimestamp();
        Prediction prediction;
        try
        {
            prediction = await module.RunAsync(example.Inputs, null, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (
            error is ModelException or AnswerException or AssertionException or BudgetException or FieldException)
        {
            return new EvaluationRow(index, example, null, null, error, _options.Time.GetElapsedTime(started));
        }
        var score = await metric(example, prediction, cancel).ConfigureAwait(false);
        if (!double.IsFinite(score.Value))
        {
            throw new InvalidOperationException(
                $"The metric gave {score.Value} for example {index}; a score is a finite number.");
        }
        return new EvaluationRow(index, example, prediction, score, null, _options.Time.GetElapsedTime(started));
    }

    /// <summary>Collects rows from many threads.</summary>
    private sealed class Board(int total, EvaluationOptions options, CancellationTokenSource stop)
    {
        private readonly Lock _gate = new();
        private readonly EvaluationRow?[] _rows = new EvaluationRow?[total];
        private int _done;
        private int _failures;
        private double _sum;

        public Exception? StoppedBy { get; private set; }

        public IReadOnlyList<EvaluationRow> Rows => [.. _rows.OfType<EvaluationRow>()];

        public void Add(EvaluationRow row)
        {
            lock (_gate)
            {
                _rows[row.Index] = row;
                _done++;
                _sum += row.Score?.Value ?? 0;
                _failures += row.Error is null ? 0 : 1;
                double? mean = _done == _failures ? null : _sum / (_done - _failures);
                options.OnProgress?.Invoke(new EvaluationProgress(row, _done, total, _failures, mean));
                if (row.Error is BudgetException or ModelException { IsFatalForAll: true } || _failures >= options.MaxFailures)
                {
                    StoppedBy ??= row.Error;
                    stop.Cancel();
                }
            }
        }
    }
}
