namespace LwCoder.Configuration;

/// <summary>
/// `[lm]` and `[models]` of the home: the language models lw_coder asks itself. No repository may set them, since they
/// decide where the user's key goes.
/// </summary>
internal static class ModelSettings
{
    private const string Table = "lm";

    /// <summary>The variants prompts come in, so that one word means the same model everywhere.</summary>
    private static readonly Dictionary<string, string> StockAliases = new()
    {
        ["sonnet"] = "anthropic/claude-sonnet-4.5",
        ["opus"] = "anthropic/claude-opus-4.5",
        ["haiku"] = "anthropic/claude-haiku-4.5",
    };

    public static readonly Setting<string> Provider = Own(
        "provider", SettingTypes.OneOf("openrouter", "openai", "anthropic", "ollama"), "openrouter",
        "Whose address and dialect are used. With `base_url`: whose dialect the server there speaks.");

    public static readonly Setting<string?> BaseUrl = Own<string?>(
        "base_url", SettingTypes.Text("an http or https URL", "http://localhost:8080/v1", IsUrl), null,
        "The address of any server with OpenAI-compatible chat completions.");

    public static readonly Setting<string?> Model = Own<string?>(
        "model", SettingTypes.Name("a model's name", "openai/gpt-5-mini", "._:/@+[]-"), null,
        "The model, as the provider calls it, or a name of `[models]`. "
        + "Unset: openai/gpt-5-mini at OpenRouter; elsewhere it is needed.");

    public static readonly Setting<string?> ApiKey = Own<string?>(
        "api_key", SettingTypes.Text("a key", "…", key => !string.IsNullOrWhiteSpace(key)), null,
        "The key; better kept in `~/.lw_coder/.env`.");

    public static readonly Setting<string?> ApiKeyVariable = Own<string?>(
        "api_key_env", SettingTypes.Name("a variable's name", "GROQ_API_KEY", "_"), null,
        "The variable that holds the key. Unset: `OPENROUTER_API_KEY`, or that of another `provider`.");

    public static readonly Setting<string?> AppName = Own<string?>(
        "app_name", SettingTypes.Text("printable text", "lw_coder", text => text.Length > 0 && !text.Any(char.IsControl)), null,
        "How openrouter.ai calls this application. Unset: lw_coder.");

    public static readonly Setting<double?> Temperature = Own(
        "temperature", SettingTypes.Fraction(0, 2), null,
        "Sampling temperature. Unset: the model's own.");

    public static readonly Setting<int?> MaxTokens = Own(
        "max_tokens", SettingTypes.Count, null,
        "The longest answer, in tokens. Unset: the model's own.");

    public static readonly Setting<string?> ReasoningEffort = Own<string?>(
        "reasoning_effort", SettingTypes.OneOf("none", "low", "medium", "high", "xhigh")!, null,
        "How long a model that can reason does so first. Unset: the model's own.");

    /// <summary>The user's aliases and, where these say nothing else, the stock ones.</summary>
    public static readonly Setting<IReadOnlyDictionary<string, string>> Aliases = new(
        "models", SettingTypes.TextTable("fast", "openai/gpt-5-mini", StockAliases), StockAliases,
        "Short names for models, each with the provider's name for it; the built-in ones are OpenRouter's.")
    { HomeTable = "", IsTable = true };

    public static IReadOnlyList<Setting> All { get; } =
    [
        Provider, BaseUrl, Model, ApiKey, ApiKeyVariable, AppName, Temperature, MaxTokens, ReasoningEffort, Aliases,
    ];

    public static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0;

    private static Setting<T> Own<T>(string name, SettingType<T> type, T builtIn, string documentation) =>
        new(name, type, builtIn, documentation) { HomeTable = Table };
}
