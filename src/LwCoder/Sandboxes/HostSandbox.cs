using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>
/// Runs agents on this machine: inside bubblewrap where it works, otherwise with nothing around them and a plain warning.
/// </summary>
/// <remarks>
/// Without bubblewrap a private git directory cannot be shown in place of the real one: the agent then works with the
/// repository's own, so callers give <see cref="SandboxRequest.Git"/> only if <see cref="CheckAsync"/> says contained.
/// </remarks>
/// <param name="userHome">Whose secrets are hidden from the agent.</param>
/// <param name="environment">The variables of this process.</param>
internal sealed class HostSandbox(
    IProcessRunner processes, string userHome, IReadOnlyDictionary<string, string> environment) : ISandbox
{
    private readonly Bubblewrap _bubblewrap = new(processes);

    public string Name => "host";

    public bool MovesPaths => false;

    public string PromptFolder(string promptFile) => Path.GetDirectoryName(promptFile)!;

    public async Task<SandboxFacts> CheckAsync(CancellationToken cancel) =>
        await _bubblewrap.FindObstacleAsync(cancel) is { } obstacle
            ? new($"host, unprotected ({obstacle}): the agent can do whatever you can", Contained: false)
            : new("host, inside bwrap: the agent can write only the worktree and a home of its own", Contained: true);

    public async Task<IPreparedSandbox> PrepareAsync(SandboxRequest request, CancellationToken cancel)
    {
        var obstacle = await _bubblewrap.FindObstacleAsync(cancel);
        var contained = obstacle is null;
        var executable = ProgramPath.Find(request.Executable, environment)
            ?? throw new UserError(
                $"'{request.Executable}' is not installed or not on PATH",
                $"install {request.Executable}, or use --sandbox docker, which brings it along", ExitCode.Environment);
        CheckLimits(request, obstacle);
        Directory.CreateDirectory(request.RunDirectory);
        var view = new SandboxView(request.Worktree, request.RunHome, request.PromptFile, contained);
        PrivateFolder.CreateEmpty(request.RunHome);
        request.PrepareHome(request.RunHome, view);
        CopySubagents(request.SubagentFolder, Path.Combine(request.RunHome, request.SubagentFolderInHome));
        MountSources.Check(request.Mounts);
        var lifeline = MountFiles.WriteLifeline(request.RunDirectory);
        var bubblewrap = contained ? HostView.Of(request, executable, lifeline, HostSecrets.Find(userHome, environment)) : null;
        return new PreparedHost(request, view, lifeline, bubblewrap, environment);
    }

    private static void CheckLimits(SandboxRequest request, string? obstacle)
    {
        if (request.Limits.Network == "none" && obstacle is not null)
        {
            throw new UserError(
                $"[code] network = \"none\" cannot be kept on this machine: {obstacle}",
                "install bubblewrap, use --sandbox docker, or remove the setting", ExitCode.Environment);
        }
        if (request.Limits is not { Network: null or "none", Memory: null, Pids: null })
        {
            request.Say("network, memory and pids under [code] have no effect on the host");
        }
        if (request.Mounts.Count > 0 && obstacle is not null)
        {
            request.Say("extra mounts have no effect on the host without bwrap");
        }
    }

    private static void CopySubagents(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
