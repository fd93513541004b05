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
            });
        }
        _pipeline = builder.Build();
    }

    public async Task<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancel)
    {
        var context = ResilienceContextPool.Shared.Get(cancel);
        context.Properties.Set(Started, _options.Time.GetTimestamp());
        try
        {
            return await _pipeline.ExecuteAsync(
                (inner, work) => work(inner.CancellationToken), context, attempt).ConfigureAwait(false);
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
