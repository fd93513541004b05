using System.Net;
using System.Runtime.CompilerServices;
using LwCoder.Prompting.Models.OpenRouter;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>
/// Any server that speaks OpenAI-compatible chat completions: OpenRouter by default, OpenAI, Anthropic, Ollama,
/// llama.cpp, vLLM. Retries what may pass, explains what will not (<see cref="ModelException"/>), reports tokens and
/// cost (<see cref="Usage"/>). Safe for parallel use; one instance holds one pool of connections.
/// </summary>
public sealed class OpenRouterChatClient : IChatClient
{
    private readonly OpenRouterOptions _options;
    private readonly HttpClient _http;
    private readonly HttpExchange _exchange;
    private readonly Retries _retries;
    private volatile bool _supportsSchema;

    /// <summary>A client; nothing is connected until the first call.</summary>
    /// <param name="options">Where and how to ask.</param>
    /// <param name="handler">The transport, for tests and proxies; disposed with the client. Null: a pool of its own.</param>
    /// <exception cref="ArgumentException">No model.</exception>
    public OpenRouterChatClient(OpenRouterOptions options, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Model);
        _options = options;
        _supportsSchema = options.SupportsJsonSchema ?? options.Provider.SupportsJsonSchema;
        _http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            // A redirect would carry the prompt, if not the key, to an address nobody chose.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        _exchange = new HttpExchange(options, _http);
        _retries = new Retries(options);
    }

    /// <inheritdoc/>
    /// <exception cref="ModelException">No usable answer; transient errors only after all tries.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (body, model) = Prepare(messages, options, stream: false);
        var (response, wasted) = await TryAsync(cancel => _exchange.CompleteAsync(body, model, cancel), cancellationToken)
            .ConfigureAwait(false);
        response.AddUsage(wasted);
        return response;
    }

    /// <inheritdoc/>
    /// <exception cref="ModelException">No usable answer. Nothing is retried once a part of the answer was handed
    /// out.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (body, model) = Prepare(messages, options, stream: true);
        var (stream, _) = await TryAsync(cancel => _exchange.OpenStreamAsync(body, model, cancel), cancellationToken)
            .ConfigureAwait(false);
        using var open = stream;
        var events = new ChatStreamReader(_options);
        while (await stream.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (events.Line(line) is { } update)
            {
                yield return update;
            }
        }
        yield return events.Finish();
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }
        return serviceType == typeof(ModelProfile) ? Profile()
            : serviceType == typeof(ChatClientMetadata) ? Metadata()
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private ChatClientMetadata Metadata() => new(_options.Provider.Name, _options.Provider.BaseUrl, _options.Model);

    private async Task<(T Value, Usage Wasted)> TryAsync<T>(
        Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancel)
    {
        try
        {
            return await _retries.RunAsync(attempt, cancel).ConfigureAwait(false);
        }
        catch (ModelException error) when (error.Kind == ModelErrorKind.SchemaUnsupported)
        {
            // Remembered, so that the next call asks in another way at once.
            _supportsSchema = false;
            throw;
        }
    }

    private ModelProfile Profile() => new(_options.Provider.BaseUrl.ToString().TrimEnd('/'), _supportsSchema, new ChatOptions
    {
        ModelId = _options.Model,
        Temperature = _options.Temperature,
        MaxOutputTokens = _options.MaxTokens,
        Reasoning = _options.ReasoningEffort is { } effort ? new ReasoningOptions { Effort = effort } : null,
    });

    private (ReadOnlyMemory<byte> Body, string Model) Prepare(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (_options.Provider.NeedsKey && string.IsNullOrWhiteSpace(_options.ApiKey))
        {
            throw new ModelException(
                ModelErrorKind.Authentication, $"There is no key for {_options.Provider.Name}.", $"Set {_options.ApiKeySource}.");
        }
        var resolved = Profile().Resolve(options);
        return (ChatRequestJson.Write(_options.Provider, _supportsSchema, messages, resolved, stream), resolved.ModelId!);
    }
}
