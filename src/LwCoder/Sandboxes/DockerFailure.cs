namespace LwCoder.Sandboxes;

/// <summary>
/// Tells docker's complaints apart and names the fix. The words are those of the docker CLI on Linux, macOS and
/// Windows and of podman's; they are matched anywhere and in any case because engines wrap them differently.
/// </summary>
internal static class DockerFailure
{
    private const string OtherSandbox = "or run the agent on this machine with --sandbox host";

    /// <summary>First match wins: a refused socket also says "cannot connect", so the narrower reasons come first.</summary>
    private static readonly Reason[] Reasons =
    [
        new("no permission to use Docker",
            $"add yourself to the docker group (sudo usermod -aG docker $USER, then log in again), {OtherSandbox}",
            "permission denied while trying to connect", "docker.sock: connect: permission denied",
            "docker_engine: access is denied", "dial unix /run/docker.sock: connect: permission denied"),
        new("no container engine answers",
            $"start Docker (Linux: sudo systemctl start docker; macOS, Windows: open Docker Desktop), {OtherSandbox}",
            "cannot connect to the docker daemon", "is the docker daemon running", "error during connect",
            "docker desktop is not running", "docker desktop is unable to start", "cannot connect to podman",
            "unable to connect to podman", "docker daemon is not running", "failed to connect to the docker api",
            "the system cannot find the file specified"),
        new("the disk is full",
            "free some space (docker system df shows Docker's part, docker system prune removes what is unused) and try again",
            "no space left on device", "not enough space on the disk", "disk quota exceeded"),
        new("Docker may not see a folder of this machine",
            "share it in Docker Desktop under Settings > Resources > File sharing",
            "mounts denied", "is not shared from the host", "filesharing has been cancelled"),
        new("the network named for the container does not exist",
            "change `network` under [code] in .lw_coder/config.toml, or create it with docker network create",
            "network * not found", "could not find network", "unable to find network"),
        new("an image is missing and cannot be fetched",
            "check its name and your network connection, or load it with docker pull and try again",
            "no such image", "pull access denied", "manifest unknown", "manifest for * not found", "unable to find image",
            "repository does not exist", "failed to resolve source metadata"),
        new("Docker cannot reach the network",
            "check your connection; behind a proxy, configure Docker for it (https://docs.docker.com/engine/cli/proxy)",
            "tls handshake timeout", "i/o timeout", "temporary failure resolving", "temporary failure in name resolution",
            "no such host", "could not resolve host", "network is unreachable"),
    ];

    public static UserError NotInstalled(Exception? cause = null) => new(
        "Docker is not installed, or `docker` is not on PATH",
        $"install it (https://docs.docker.com/engine/install), {OtherSandbox}", ExitCode.Environment, cause);

    /// <param name="complaint">What docker wrote to standard error.</param>
    public static UserError Explain(string complaint)
    {
        var said = FirstLine(complaint);
        return Find(complaint) is { } reason
            ? new UserError($"{reason.Message} ({said})", reason.Hint, ExitCode.Environment)
            : new UserError($"docker failed: {said}", exitCode: ExitCode.Environment);
    }

    /// <summary>The fix for a failed build, when its output names a reason that is not the Dockerfile's fault.</summary>
    public static string? HintFor(string output) => Find(output)?.Hint;

    private static Reason? Find(string complaint) =>
        Reasons.FirstOrDefault(reason => reason.Words.Any(words => Says(complaint, words)));

    /// <param name="words">`*` stands for a name.</param>
    private static bool Says(string complaint, string words)
    {
        var at = 0;
        foreach (var part in words.Split('*'))
        {
            at = complaint.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }
            at += part.Length;
        }
        return true;
    }

    /// <summary>Docker ends with advice such as "See 'docker run --help'"; the reason comes first.</summary>
    private static string FirstLine(string complaint) =>
        complaint.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(line => !line.StartsWith("DEPRECATED", StringComparison.Ordinal))
            ?.TrimEnd('.') ?? "it gave no reason";

    private sealed record Reason(string Message, string Hint, params string[] Words);
}
