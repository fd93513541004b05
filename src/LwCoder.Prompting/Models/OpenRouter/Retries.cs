using Polly;
using Polly.Retry;

namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>
/// Tries again what may pass: doubled waits with jitter, or the wait the provider asked for, while the total time
/// lasts. Jitter keeps parallel callers from coming back all at once.
/// </summary>
internal sealed class Retries
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    private static readonly ResiliencePropertyKey<long> Started = new("started");

    private readonly OpenRouterOptions _options;
    private readonly ResiliencePipeline _pipeline;
    private readonly Random _jitter = new();

    public Retries(OpenRouterOptions options)
    {
        _options = options;
        var builder = new ResiliencePipelineBuilder { TimeProvider = options.Time };
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = TimeSpan.Zero,
                ShouldHandle = arguments => new ValueTask<bool>(
                    arguments.Outcome.Exception is ModelException { IsTransient: true } error && IsTimeFor(error, arguments)),
                DelayGenerator = arguments => new ValueTask<TimeSpan?>(
                    DelayFor((ModelException)arguments.Outcome.Exception!, arguments.AttemptNumber)),
                OnRetry = arguments =>
                {
                    options.OnRetry?.Invoke((ModelException)arguments.Outcome.Exception!, arguments.RetryDelay);
                    return default;
                },
            });
        }
        _pipeline = builder.Build();
    }

    /// <returns>The answer, and what useless answers before it consumed.</returns>
    public async Task<(T Value, Usage Wasted)> RunAsync<T>(
        Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancel)
    {
        var (wasted, last) = (Usage.None, Usage.None);
        var context = ResilienceContextPool.Shared.Get(cancel);
        context.Properties.Set(Started, _options.Time.GetTimestamp());
        try
        {
            var value = await _pipeline.ExecuteAsync(
                async (inner, work) =>
                {
                    (wasted, last) = (wasted + last, Usage.None);
                    try
                    {
                        return await work(inner.CancellationToken).ConfigureAwait(false);
                    }
                    catch (ModelException error)
                    {
                        last = error.Usage;
                        throw;
                    }
                }, context, attempt).ConfigureAwait(false);
            return (value, wasted);
        }
        catch (ModelException error) when (wasted.Calls > 0)
        {
            throw error.After(wasted);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private bool IsTimeFor(ModelException error, RetryPredicateArguments<object> arguments)
    {
        arguments.Context.Properties.TryGetValue(Started, out var started);
        var wait = error.RetryAfter ?? TimeSpan.Zero;
        return _options.Time.GetElapsedTime(started) + wait < _options.TotalTimeout;
    }

    private TimeSpan DelayFor(ModelException error, int attempt)
    {
        double jitter;
        lock (_jitter)
        {
            jitter = 0.5 + _jitter.NextDouble();
        }
        var doubled = Math.Min(_options.RetryDelay.TotalMilliseconds * Math.Pow(2, attempt), MaxDelay.TotalMilliseconds);
        return error.RetryAfter ?? TimeSpan.FromMilliseconds(doubled * jitter);
    }
}
