using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Prompts;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>The files of the repository and of the user that a run reads.</summary>
internal sealed class SetupCheck(DoctorScene scene) : IDoctorCheck
{
    public string Name => "setup";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Finding>>([.. Find()]);

    private IEnumerable<Finding> Find()
    {
        foreach (var warning in scene.Settings?.Warnings ?? [])
        {
            yield return Finding.Warning(warning, "see docs/configuration.md, and change the setting if you did not mean it");
        }
        if (scene is { Repository: { } repository, Settings: { } settings, Tool: { } tool })
        {
            yield return Prompts(Path.Combine(repository.Root, ".lw_coder"), tool, settings.Get(CodeSettings.Model));
        }
        if (!OperatingSystem.IsWindows() && File.Exists(scene.Home.EnvFile)
            && (File.GetUnixFileMode(scene.Home.EnvFile) & ~OwnerOnly.File) != 0)
        {
            yield return Finding.Warning(
                $"others may read your secrets in {scene.Home.EnvFile}", $"chmod 600 '{scene.Home.EnvFile}'") with
            {
                Repair = _ => CloseEnvFile(),
            };
        }
    }

    private Task<IReadOnlyList<string>> CloseEnvFile()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(scene.Home.EnvFile, OwnerOnly.File);
        }
        return Task.FromResult<IReadOnlyList<string>>([]);
    }

    private static Finding Prompts(string stateFolder, string tool, string? model)
    {
        try
        {
            var active = PromptPipeline.Active(stateFolder, AgentCatalog.Find(tool), model);
            return Finding.Ok($"{tool} with the prompts in {active.Source}");
        }
        catch (UserError error)
        {
            return Finding.Of(error);
        }
    }
}
