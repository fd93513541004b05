using System.Security.Cryptography;
using System.Text;
using LwCoder.Platform.Files;

namespace LwCoder.Sandboxes.Images;

/// <param name="Name">A `name:tag` that docker can run.</param>
/// <param name="Id">Its digest, `sha256:…`.</param>
/// <param name="Built">True when it, or what it is based on, was built just now.</param>
internal sealed record AgentImage(string Name, string Id, bool Built);

/// <summary>
/// The two images of an agent: the base, `lw_coder_&lt;tool&gt;:latest`, from the Dockerfile that comes with lw_coder, and on
/// top of it the repository's own, `lw_coder_&lt;tool&gt;:&lt;hash&gt;`, from `.lw_coder/code.Dockerfile`.
/// </summary>
/// <remarks>
/// The base also carries the tag `base-&lt;hash&gt;` of what it was made from, so that a new lw_coder rebuilds it and two
/// repositories with different build arguments do not take it from each other. A `latest` without such a tag was made
/// by the user and is left alone. The repository's hash covers who it belongs to and everything that goes in: nothing
/// else rebuilds it, and any change of those does.
/// </remarks>
/// <param name="cacheFolder">For <see cref="ContextDigest"/>.</param>
/// <param name="prefix">Tests use one of their own.</param>
internal sealed class AgentImages(DockerCli docker, string cacheFolder, TimeProvider time, string prefix = "lw_coder_")
{
    public const string DockerfilePath = ".lw_coder/code.Dockerfile";
    public const string IgnorePath = ".lw_coder/.dockerignore";

    /// <summary>A context above this many bytes is worth a word: it is sent on every build.</summary>
    private const long LargeContext = 100_000_000;

    private Task<ImageList>? _list;

    /// <summary>Asks the engine once; a second call gives the first one's answer.</summary>
    /// <exception cref="UserError">No engine answers.</exception>
    public Task<ImageList> ListAsync(CancellationToken cancel) => _list ??= ImageList.ReadAsync(docker, prefix, cancel);

    /// <exception cref="UserError">There is no engine, or a build failed.</exception>
    public async Task<AgentImage> EnsureAsync(SandboxRequest request, CancellationToken cancel)
    {
        var list = await ListAsync(cancel);
        var build = new ImageBuild(docker, Path.Combine(request.RunDirectory, "image-build.log"));
        var image = await BaseAsync(request, list, build, cancel);
        var dockerfile = Path.Combine(request.RepositoryRoot, DockerfilePath);
        if (File.Exists(dockerfile))
        {
            image = await RepositoryImageAsync(request, image, File.ReadAllText(dockerfile), list, build, cancel);
        }
        if (image.Built)
        {
            _list = null;
        }
        return image;
    }

    /// <returns>The name of a tool's base image that the user made and we leave alone; null if there is none.</returns>
    public async Task<string?> FindOwnBaseAsync(string tool, CancellationToken cancel) =>
        FindOwnBase(await ListAsync(cancel), tool) is null ? null : Latest(tool);

    private async Task<AgentImage> BaseAsync(
        SandboxRequest request, ImageList list, ImageBuild build, CancellationToken cancel)
    {
        var dockerfile = EmbeddedFiles.Find($"docker/{request.Tool}/Dockerfile")
            ?? throw new InvalidOperationException($"lw_coder has no Dockerfile for the tool '{request.Tool}'");
        var latest = Latest(request.Tool);
        if (FindOwnBase(list, request.Tool) is { } own)
        {
            return new(latest, own, Built: false);
        }
        var versions = Versions(request.Tool);
        var version = versions + Hash([dockerfile, .. BuildArguments(request)]);
        if (list.Find(version) is { } current)
        {
            return new(version, current, Built: false);
        }
        request.Say($"building image {latest} (once; takes a few minutes)");
        await build.RunAsync(
            latest,
            [.. BuildArguments(request), "--tag", latest, "--tag", version, "--file", "Dockerfile"],
            (stream, stop) => ContextTar.WriteAsync(stream, [], ("Dockerfile", dockerfile), stop),
            cancel);
        return new(version, await IdAsync(version, cancel), Built: true);
    }

    private async Task<AgentImage> RepositoryImageAsync(
        SandboxRequest request, AgentImage basis, string dockerfile, ImageList list, ImageBuild build, CancellationToken cancel)
    {
        var ignoreFile = Path.Combine(request.RepositoryRoot, IgnorePath);
        var ignore = File.Exists(ignoreFile) ? File.ReadAllText(ignoreFile) : "";
        var (entries, content) = await ContextAsync(request.RepositoryRoot, ignore, cancel);
        var tag = $"{prefix}{request.Tool}:"
            + Hash([request.RepositoryRoot, dockerfile, ignore, basis.Id, content, .. BuildArguments(request)]);
        if (list.Find(tag) is { } current)
        {
            return new(tag, current, basis.Built);
        }
        request.Say($"building image {tag} from {DockerfilePath}");
        if (!dockerfile.Contains("BASE_IMAGE", StringComparison.Ordinal))
        {
            request.Say($"{DockerfilePath} does not use BASE_IMAGE, so {request.Executable} has to come from elsewhere; "
                + "usually it starts with `ARG BASE_IMAGE` and `FROM ${BASE_IMAGE}`");
        }
        if (entries.Where(entry => entry.IsFile).Sum(entry => ((FileInfo)entry.Info).Length) is > LargeContext and var size)
        {
            request.Say($"the build sees {size / 1_000_000} MB of the repository; {IgnorePath} can make that less");
        }
        await build.RunAsync(
            tag,
            [
                .. BuildArguments(request),
                // Ours come last and win: a BASE_IMAGE among the user's arguments was meant for the base.
                "--build-arg", $"BASE_IMAGE={basis.Name}",
                "--label", $"{ContainerLabels.Repository}={request.RepositoryRoot}",
                "--tag", tag, "--file", DockerfilePath,
            ],
            (stream, stop) => ContextTar.WriteAsync(stream, entries, (DockerfilePath, dockerfile), stop),
            cancel);
        return new(tag, await IdAsync(tag, cancel), Built: true);
    }

    private async Task<(List<ContextEntry> Entries, string Digest)> ContextAsync(
        string root, string ignore, CancellationToken cancel)
    {
        try
        {
            var entries = BuildContext.Find(root, IgnoreFile.Parse(ignore, IgnorePath));
            var memory = Path.Combine(cacheFolder, "contexts", Hash([root]));
            return (entries, await new ContextDigest(memory, time).ComputeAsync(entries, cancel));
        }
        catch (UnauthorizedAccessException unreadable)
        {
            throw ImageBuild.Unreadable(unreadable);
        }
    }

    /// <summary>The user's own, verbatim, after `[code] network`, which they may override.</summary>
    private static string[] BuildArguments(SandboxRequest request) =>
    [
        .. request.Limits.Network is { } network ? new[] { "--network", network } : [],
        .. request.DockerBuildArguments,
    ];

    private string? FindOwnBase(ImageList list, string tool) =>
        list.Find(Latest(tool)) is { } own && !list.IsAlsoNamed(own, Versions(tool)) ? own : null;

    private string Latest(string tool) => $"{prefix}{tool}:latest";

    private string Versions(string tool) => $"{prefix}{tool}:base-";

    private async Task<string> IdAsync(string name, CancellationToken cancel) =>
        (await docker.RunAsync(["image", "inspect", "--format", "{{.Id}}", name], cancel)).Trim();

    private static string Hash(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..16];
}
