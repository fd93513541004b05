using LwCoder.Configuration;
using LwCoder.Prompting.Models;

namespace LwCoder.Models;

/// <summary>
/// Finds the endpoint: each value from the environment, else the repository's env_file, else the user's .env, else `[lm]`.
/// For a provider other than OpenRouter only the key is a variable, since the others' names (`ANTHROPIC_BASE_URL`,
/// `ANTHROPIC_MODEL`) mean something else to their own tools.
/// </summary>
/// <remarks>
/// A repository must not send the user's key, or prompts, to an address of its choosing: the address in its env_file
/// counts only together with the key in that file.
/// </remarks>
internal sealed class ModelEndpointReader(Settings settings, EnvironmentSources sources, HomeLayout home)
{
    private const string DefaultModel = "openai/gpt-5-mini";
    private const string DefaultAppName = "lw_coder";
    private const string BaseUrlVariable = "OPENROUTER_BASE_URL";

    private readonly List<string> _warnings = [];

    /// <exception cref="UserError">An address is none; the message names its place.</exception>
    public ModelEndpoint Read()
    {
        var keyVariable = settings.Get(ModelSettings.ApiKeyVariable) ?? $"{Preset.Name.ToUpperInvariant()}_API_KEY";
        var key = Find(keyVariable, ModelSettings.ApiKey);
        var provider = FindProvider(key);
        var model = FindOwn("OPENROUTER_MODEL", ModelSettings.Model)?.Text
            ?? (provider.Name == Provider.OpenRouter.Name ? DefaultModel : null);
        return new ModelEndpoint(
            provider,
            model is null ? null : settings.Get(ModelSettings.Aliases).GetValueOrDefault(model, model),
            key?.Text,
            key?.Place ?? $"{keyVariable} in the environment or in {home.EnvFile}",
            FindOwn("OPENROUTER_APP_NAME", ModelSettings.AppName)?.Text ?? DefaultAppName,
            _warnings);
    }

    private Provider Preset => Provider.Find(settings.Get(ModelSettings.Provider))!;

    private Provider FindProvider(Found? key)
    {
        var found = FindOwn(BaseUrlVariable, ModelSettings.BaseUrl, readRepository: key?.IsRepositorys == true);
        if (found is null)
        {
            return Preset;
        }
        if (!ModelSettings.IsUrl(found.Text))
        {
            throw new UserError(
                $"{found.Place} is not an http or https URL",
                "write for example https://openrouter.ai/api/v1",
                ExitCode.Environment);
        }
        var url = new Uri(found.Text);
        return settings.SourceOf(ModelSettings.Provider).Origin == SettingOrigin.BuiltIn
            ? Provider.At(url)
            : Preset with { BaseUrl = url };
    }

    /// <summary>A value whose variable speaks of OpenRouter only.</summary>
    private Found? FindOwn(string variable, Setting<string?> setting, bool readRepository = true) =>
        Preset == Provider.OpenRouter ? Find(variable, setting, readRepository) : InSettings(setting);

    /// <summary>An empty variable counts as unset.</summary>
    private Found? Find(string variable, Setting<string?> setting, bool readRepository = true)
    {
        if (Value(sources.Process) is { } own)
        {
            return new Found(own, $"{variable} in the environment");
        }
        if (Value(sources.RepositoryFile) is { } repositorys)
        {
            if (readRepository)
            {
                return new Found(repositorys, $"{variable} in the repository's env_file", IsRepositorys: true);
            }
            _warnings.Add(EnvironmentForwarding.Withheld(variable));
        }
        return Value(sources.HomeFile) is { } homes ? new Found(homes, $"{variable} in {home.EnvFile}") : InSettings(setting);

        string? Value(IReadOnlyDictionary<string, string> variables) =>
            variables.GetValueOrDefault(variable)?.Trim() is { Length: > 0 } text ? text : null;
    }

    private Found? InSettings(Setting<string?> setting) => settings.Get(setting) is { } text
        ? new Found(text, $"{setting.Name} at {settings.SourceOf(setting).Description}")
        : null;

    /// <param name="Place">For errors: the name and where it stands.</param>
    private sealed record Found(string Text, string Place, bool IsRepositorys = false);
}
