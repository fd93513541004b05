using LwCoder.Configuration;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using Microsoft.Extensions.AI;

namespace LwCoder.Models;

/// <summary>Models over HTTP behind one cache and one log; see <see cref="ModelEndpointReader"/> for where they are.</summary>
/// <param name="cacheDirectory">Where answers are kept; asked when a model is first opened.</param>
/// <param name="warn">Hears, once, that answers cannot be kept, and now and then that a provider keeps us waiting.</param>
internal sealed class LanguageModels(
    Settings settings, ModelEndpoint endpoint, Func<string> cacheDirectory, Action<string> warn, TimeProvider time)
    : ILanguageModels
{
    private readonly PatienceNotice _patience = new(warn, time);

    private readonly Lazy<PromptCache> _cache =
        new(() => new PromptCache(cacheDirectory(), new() { OnProblem = warn, Time = time }));

    public bool IsConfigured => endpoint.IsComplete;

    public IReadOnlyList<string> Warnings => endpoint.Warnings;

    /// <summary>Everything asked through any of the models.</summary>
    public CallLog Log { get; } = new();

    public IChatClient Open(string? model = null)
    {
        var name = (model is null ? endpoint.Model : settings.Get(ModelSettings.Aliases).GetValueOrDefault(model, model))
            ?? throw new ModelNotConfigured(
                $"no language model is named for {endpoint.Provider.Name}",
                settings.Get(ModelSettings.Provider) == Provider.OpenRouter.Name
                    ? "set OPENROUTER_MODEL, or write model = \"…\" in [lm] of your ~/.lw_coder/config.toml"
                    : "write model = \"…\" in [lm] of your ~/.lw_coder/config.toml");
        if (endpoint.Key is null && endpoint.Provider.NeedsKey)
        {
            throw new ModelNotConfigured($"there is no key for {endpoint.Provider.Name}", $"set {endpoint.KeyPlace}");
        }
        return new OpenRouterChatClient(Options(name)).WithCache(_cache.Value).WithLog(Log);
    }

    private OpenRouterOptions Options(string model) => new()
    {
        Provider = endpoint.Provider,
        Model = model,
        ApiKey = endpoint.Key,
        ApiKeySource = endpoint.KeyPlace,
        AppName = endpoint.AppName,
        Temperature = (float?)settings.Get(ModelSettings.Temperature),
        MaxTokens = settings.Get(ModelSettings.MaxTokens),
        ReasoningEffort = settings.Get(ModelSettings.ReasoningEffort) switch
        {
            null => null,
            "none" => ReasoningEffort.None,
            "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            _ => ReasoningEffort.ExtraHigh,
        },
        Price = endpoint.Provider.Name == Provider.Ollama.Name ? new ModelPrice(0, 0) : null,
        OnRetry = (error, wait) => _patience.Tell(model, error, wait),
        Time = time,
    };
}
