namespace LwCoder.Prompting.Models;

/// <summary>How one provider's dialect of the chat completions interface differs from the others'.</summary>
public sealed record Provider
{
    /// <summary>The short name, as in a configuration file.</summary>
    public required string Name { get; init; }

    /// <summary>The address that <c>/chat/completions</c> is added to.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Whether a key is needed at all; a local server needs none.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>Whether <c>response_format: json_schema</c> is honoured.</summary>
    public bool SupportsJsonSchema { get; init; }

    /// <summary>Whether <c>usage: {include: true}</c> makes it report the money billed.</summary>
    public bool ReportsCost { get; init; }

    /// <summary>Whether the reasoning effort is an object <c>reasoning: {effort}</c> and not <c>reasoning_effort</c>.</summary>
    public bool ReasoningIsObject { get; init; }

    /// <summary>What the token limit is called.</summary>
    public string MaxTokensName { get; init; } = "max_tokens";

    /// <summary>openrouter.ai, many models behind one key; reports what it bills.</summary>
    public static Provider OpenRouter { get; } = new()
    {
        Name = "openrouter",
        BaseUrl = new Uri("https://openrouter.ai/api/v1"),
        SupportsJsonSchema = true,
        ReportsCost = true,
        ReasoningIsObject = true,
    };

    /// <summary>api.openai.com.</summary>
    public static Provider OpenAI { get; } = new()
    {
        Name = "openai",
        BaseUrl = new Uri("https://api.openai.com/v1"),
        SupportsJsonSchema = true,
        MaxTokensName = "max_completion_tokens",
    };

    /// <summary>api.anthropic.com through its OpenAI-compatible door, which ignores schemas.</summary>
    public static Provider Anthropic { get; } = new()
    {
        Name = "anthropic",
        BaseUrl = new Uri("https://api.anthropic.com/v1"),
    };

    /// <summary>An Ollama server on this machine.</summary>
    public static Provider Ollama { get; } = new()
    {
        Name = "ollama",
        BaseUrl = new Uri("http://localhost:11434/v1"),
        NeedsKey = false,
        SupportsJsonSchema = true,
    };

    /// <summary>All presets.</summary>
    public static IReadOnlyList<Provider> Presets { get; } = [OpenRouter, OpenAI, Anthropic, Ollama];

    /// <summary>A preset by name, else an address of any compatible server; null if it is neither.</summary>
    public static Provider? Find(string nameOrUrl)
    {
        ArgumentNullException.ThrowIfNull(nameOrUrl);
        var text = nameOrUrl.Trim();
        if (Presets.FirstOrDefault(preset => preset.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known;
        }
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? At(url) : null;
    }

    /// <summary>
    /// A compatible server at an address: the preset of that host if there is one, else the plainest dialect, no key
    /// needed, no schemas.
    /// </summary>
    public static Provider At(Uri baseUrl)
    {
        ArgumentNullException.ThrowIfNull(baseUrl);
        var known = Presets.FirstOrDefault(preset => preset.NeedsKey && preset.BaseUrl.Host == baseUrl.Host);
        return known is not null
            ? known with { BaseUrl = baseUrl }
            : new Provider { Name = baseUrl.Authority, BaseUrl = baseUrl, NeedsKey = false };
    }
}
