using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>
/// Where and how an <see cref="OpenRouterChatClient"/> asks. Only the model is required, and a key where one is needed.
/// </summary>
public sealed record OpenRouterOptions
{
    /// <summary>The provider and its address; <see cref="Models.Provider.Find"/> reads one from a name or URL.</summary>
    public Provider Provider { get; init; } = Provider.OpenRouter;

    /// <summary>The model asked when a request names none, such as <c>openai/gpt-5-mini</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The key; never part of a message, an error or a cache.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Where a person sets the key, for errors: <c>OPENROUTER_API_KEY in ~/.lw_coder/.env</c>.</summary>
    public string ApiKeySource { get; init; } = "ApiKey of the client's options";

    /// <summary>Sampling temperature; null leaves it to the model.</summary>
    public float? Temperature { get; init; }

    /// <summary>The longest answer, in tokens; null leaves it to the model.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>How long to think first, for models that do; null leaves it to the model.</summary>
    public ReasoningEffort? ReasoningEffort { get; init; }

    /// <summary>Overrides whether answers can be held to a JSON schema.</summary>
    public bool? SupportsJsonSchema { get; init; }

    /// <summary>What tokens cost, used where the provider reports no bill. A local model: <c>new(0, 0)</c>.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>The application's name, shown by openrouter.ai (<c>X-Title</c>).</summary>
    public string? AppName { get; init; }

    /// <summary>The application's address, shown by openrouter.ai (<c>HTTP-Referer</c>).</summary>
    public Uri? AppUrl { get; init; }

    /// <summary>Tries after the first one, for errors that pass.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The wait before the first retry; doubles each time, with jitter, up to 30 s. Retry-After overrules it.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told before each wait what went wrong and how long it is. Called by whatever thread asks.</summary>
    public Action<ModelException, TimeSpan>? OnRetry { get; init; }

    /// <summary>One try; for a stream, the longest silence.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>All tries and waits together. A Retry-After beyond it fails at once.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest answer text, in characters. A longer one is an error, not a surprise in memory.</summary>
    public int MaxAnswerLength { get; init; } = 1024 * 1024;

    /// <summary>The clock for timeouts and waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Printed by loggers and debuggers, therefore without the key.</summary>
    public override string ToString() => $"{Model} at {Provider.BaseUrl}";
}
