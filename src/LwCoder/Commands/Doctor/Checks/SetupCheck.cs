using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Prompts;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>The files of the repository and of the user that a run reads.</summary>
internal sealed class SetupCheck(DoctorScene scene) : IDoctorCheck
{
    public string Name => "setup";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        var findings = new List<Finding>();
        foreach (var warning in scene.Settings?.Warnings ?? [])
        {
            findings.Add(Finding.Warning(warning, "see docs/configuration.md, and change the setting if you did not mean it"));
        }
        if (scene is { Repository: { } repository, Settings: { } settings, Tool: { } tool })
        {
            await AddPromptsAsync(
                findings, StateFolder.Of(repository.Root), tool, settings.Get(CodeSettings.Model), cancel);
        }
        if (!OperatingSystem.IsWindows() && File.Exists(scene.Home.EnvFile)
            && (File.GetUnixFileMode(scene.Home.EnvFile) & ~OwnerOnly.File) != 0)
        {
            findings.Add(Finding.Warning(
                $"others may read your secrets in {scene.Home.EnvFile}", $"chmod 600 '{scene.Home.EnvFile}'") with
            {
                Repair = _ => CloseEnvFile(),
            });
        }
        return findings;
    }

    private Task<IReadOnlyList<string>> CloseEnvFile()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(scene.Home.EnvFile, OwnerOnly.File);
        }
        return Task.FromResult<IReadOnlyList<string>>([]);
    }

    private static async Task AddPromptsAsync(
        List<Finding> findings, string stateFolder, string tool, string? model, CancellationToken cancel)
    {
        try
        {
            var active = await PromptPipeline.ActiveAsync(
                stateFolder, AgentCatalog.Find(tool), model, moved => findings.Add(Finding.Ok(moved)), cancel);
            findings.Add(Finding.Ok($"{tool} with the prompts in {active.Source}"));
        }
        catch (UserError error)
        {
            findings.Add(Finding.Of(error));
        }
        // What could be moved has been moved just now.
        foreach (var left in OldLayout.SetsIn(stateFolder))
        {
            findings.Add(Finding.Warning(
                $"{left} is of an older layout and read by nobody, since there are other prompts in its place",
                "take what you want of it over into .lw_coder/prompts/active, then delete the folder"));
        }
    }
}
