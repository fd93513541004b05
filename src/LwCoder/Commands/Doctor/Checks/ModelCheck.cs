using LwCoder.Configuration;
using LwCoder.Models;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>The model lw_coder itself asks: configured, and its key taken by the provider.</summary>
internal sealed class ModelCheck(DoctorScene scene) : IDoctorCheck
{
    public string Name => "model";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        if (scene is not { Settings: { } settings, Sources: { } sources })
        {
            return [];
        }
        var endpoint = new ModelEndpointReader(settings, sources, scene.Home).Read();
        var isNeeded = scene.Tool == "mini" || settings.Get(CodeSettings.Prompts) == "generated";
        if (!endpoint.IsComplete)
        {
            var message = endpoint.Model is null
                ? $"no language model is named for {endpoint.Provider.Name}"
                : $"there is no key for {endpoint.Provider.Name}; mini, generated prompts and judges need one";
            var fix = endpoint.Model is null
                ? $"write model = \"…\" in [lm] of {scene.Home.ConfigFile}"
                : $"set {endpoint.KeyPlace}";
            return [isNeeded ? Finding.Problem(message, fix) : Finding.Note(message, fix)];
        }
        var what = $"{endpoint.Model} at {endpoint.Provider.BaseUrl}";
        return scene.Offline
            ? [Finding.Ok($"{what}, not asked")]
            : [Judge(await KeyProbe.AskAsync(endpoint, cancel), endpoint, what, isNeeded)];
    }

    private static Finding Judge(KeyAnswer answer, ModelEndpoint endpoint, string what, bool isNeeded)
    {
        var bad = isNeeded ? FindingState.Problem : FindingState.Warning;
        return answer.State switch
        {
            KeyState.Valid => Finding.Ok(endpoint.Key is null ? $"{what} answers" : $"{what} takes the key"),
            KeyState.Refused => new(bad, $"{what} refuses the key ({answer.Detail})", $"put a valid key in {endpoint.KeyPlace}"),
            KeyState.Exhausted => new(bad, $"{what} does not serve the key: {answer.Detail}", "add credit at the provider"),
            KeyState.Unreachable => new(
                bad, $"{what} cannot be reached: {answer.Detail}", "check your connection and the address, or use --offline"),
            _ => Finding.Note($"{what} answers, but does not say whether it takes the key ({answer.Detail})"),
        };
    }
}
