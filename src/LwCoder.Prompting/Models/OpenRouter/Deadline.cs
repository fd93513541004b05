namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>The time limit of one try, which can be moved while a stream flows, and the translation of what breaks it.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly OpenRouterOptions _options;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _either;

    public Deadline(OpenRouterOptions options, CancellationToken caller)
    {
        _options = options;
        _caller = caller;
        _limit = new CancellationTokenSource(options.AttemptTimeout, options.Time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _limit.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Something arrived: the silence starts anew.</summary>
    public void Extend() => _limit.CancelAfter(_options.AttemptTimeout);

    /// <summary>Our own error for a failure of the transport; null for the caller's cancellation and for bugs.</summary>
    public ModelException? Translate(Exception error)
    {
        var host = _options.Provider.BaseUrl.Authority;
        return error switch
        {
            OperationCanceledException when !_caller.IsCancellationRequested && _limit.IsCancellationRequested =>
                new ModelException(ModelErrorKind.Timeout, $"{host} was silent for {_options.AttemptTimeout.TotalSeconds:0} s.",
                    "Try again later, ask another model, or raise AttemptTimeout.", error),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
                new ModelException(ModelErrorKind.Transport, $"{host} cannot be reached: {error.Message}",
                    $"Check the network, a proxy, and the base URL ({_options.Provider.BaseUrl}).", error),
            HttpRequestException or IOException => new ModelException(
                ModelErrorKind.Transport, $"The connection to {host} broke: {error.Message}", "Try again.", error),
            _ => null,
        };
    }

    public void Dispose()
    {
        _either.Dispose();
        _limit.Dispose();
    }
}
