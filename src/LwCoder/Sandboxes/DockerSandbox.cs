using System.Security.Cryptography;
using System.Text;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes.Images;

namespace LwCoder.Sandboxes;

/// <summary>Runs agents in containers. docs/security.md says what a container can and cannot do.</summary>
/// <remarks>
/// A warm start makes three docker calls: the lists of our images and of our containers, which <see cref="CheckAsync"/>
/// asks for side by side, and the `docker run` that the caller starts.
/// </remarks>
/// <param name="environment">The variables of this process.</param>
internal sealed class DockerSandbox(
    DockerCli docker, AgentImages images, ImageHomes homes, IReadOnlyDictionary<string, string> environment) : ISandbox
{
    public DockerSandbox(
        DockerCli docker, string cacheFolder, IReadOnlyDictionary<string, string> environment, TimeProvider time)
        : this(docker, new AgentImages(docker, cacheFolder, time), new ImageHomes(docker, cacheFolder), environment)
    {
    }

    private readonly ContainerSweep _leftovers = new(docker);

    public string Name => "docker";

    public bool MovesPaths => true;

    public string PromptFolder(string promptFile) => ContainerLayout.Prompts;

    public async Task<SandboxFacts> CheckAsync(CancellationToken cancel)
    {
        // Side by side: one answer of docker takes longer than all of git's.
        var listing = images.ListAsync(cancel);
        var sweeping = _leftovers.RunAsync(cancel);
        await Task.WhenAll(listing, sweeping);
        return new("docker", Contained: true)
        {
            Notes =
                [.. (await sweeping).Select(name => $"removed the container {name}, left behind by an lw_coder that was killed")],
        };
    }

    public async Task<IPreparedSandbox> PrepareAsync(SandboxRequest request, CancellationToken cancel)
    {
        Directory.CreateDirectory(request.RunDirectory);
        var image = await images.EnsureAsync(request, cancel);
        var imageHome = await homes.GetAsync(image, request.ContainerHome, await images.ListAsync(cancel), cancel);
        var view = new SandboxView(
            ContainerLayout.Workspace, request.ContainerHome, request.ContainerPromptPath, Contained: true);
        var user = Caller.Current;
        var files = MountFiles.Write(
            request.RunDirectory, user is { } caller ? imageHome.Accounts.WithCaller(caller, request.ContainerHome) : null);
        var mounts = ContainerLayout.Mounts(request, files);
        FillHome(request, view, imageHome, mounts);
        MountSources.Check(mounts);
        var container = new ContainerSpec
        {
            Name = ContainerName(request),
            RunName = request.RunName,
            Owner = ProcessIdentity.Current,
            User = user,
            Limits = request.Limits,
            Mounts = mounts,
            Home = request.ContainerHome,
            ExtraArguments = request.DockerRunArguments,
            Image = image.Name,
        };
        ContainerRecord.Write(Path.Combine(request.RunDirectory, ContainerRecord.FileName), container, image);
        return new PreparedContainer(
            docker, container, image, view, EnvironmentFile.Write(request.RunDirectory, request.SecretEnvironment),
            environment);
    }

    /// <summary>
    /// True when the user has made the tool's image and <paramref name="probe"/> works in it: it is used as it is, so
    /// nothing has to be pulled or built. False as well where there is no engine.
    /// </summary>
    public async Task<bool> HasOwnImageAsync(string tool, IReadOnlyList<string> probe, CancellationToken cancel)
    {
        try
        {
            return await images.FindOwnBaseAsync(tool, cancel) is { } image
                && await docker.TryAsync(
                    DockerCli.Command(["run", "--rm", "--pull", "never", "--network", "none", image, .. probe]), cancel) is
                    { Succeeded: true, Output.Length: > 0 };
        }
        catch (UserError)
        {
            // No engine, no image.
            return false;
        }
    }

    /// <summary>
    /// The image's home first, then the agent's own settings over it, then the mount points: docker would make those
    /// itself, but owned by root. Links come last (see <see cref="HomeArchive"/>).
    /// </summary>
    private static void FillHome(
        SandboxRequest request, SandboxView view, ImageHome imageHome, IReadOnlyList<SandboxMount> mounts)
    {
        PrivateFolder.CreateEmpty(request.RunHome);
        using var archive = File.OpenRead(imageHome.Home);
        var links = archive.Length > 0 ? HomeArchive.Unpack(archive, request.RunHome) : [];
        request.PrepareHome(request.RunHome, view);
        foreach (var mount in ContainerLayout.InsideHome(request.ContainerHome, mounts))
        {
            var path = Path.Combine(request.RunHome, mount.Target[(request.ContainerHome.Length + 1)..]);
            MakeMountPoint(path, isFolder: Directory.Exists(mount.Source));
        }
        HomeArchive.MakeLinks(links);
    }

    private static void MakeMountPoint(string path, bool isFolder)
    {
        Directory.CreateDirectory(isFolder ? path : Path.GetDirectoryName(path)!);
        if (!isFolder && !File.Exists(path))
        {
            File.Create(path).Dispose();
        }
    }

    /// <summary>
    /// Names are the engine's, not the repository's: two clones may run the same plan in the same second, so the run's
    /// folder is part of the name. Docker takes ASCII letters, digits, `_`, `.` and `-`, which is all a plan id may hold.
    /// </summary>
    private static string ContainerName(SandboxRequest request)
    {
        var folder = SHA256.HashData(Encoding.UTF8.GetBytes(request.RunDirectory));
        return $"lw-{request.RunName}-{Convert.ToHexStringLower(folder)[..8]}";
    }
}
