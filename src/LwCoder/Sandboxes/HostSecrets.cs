using LwCoder.Platform.Files;

namespace LwCoder.Sandboxes;

/// <summary>
/// What an agent on the host must not read although the system is visible to it: keys, tokens and the sockets of engines
/// that would give it the machine.
/// </summary>
internal static class HostSecrets
{
    private static readonly string[] InHome =
    [
        ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".password-store", ".netrc", ".npmrc", ".pypirc",
        ".git-credentials", ".config/git/credentials", ".config/gh", ".config/hub", ".config/glab-cli", ".config/gcloud",
        ".config/containers", ".config/op", ".config/rclone", ".config/google-chrome", ".config/chromium", ".mozilla",
        ".local/share/keyrings", ".cargo/credentials.toml", ".gem/credentials", ".nuget/NuGet/NuGet.Config", ".terraform.d",
        ".vault-token", ".bash_history", ".zsh_history", ".lw_coder/.env",
        // The run's home has a copy of what the agent in it needs.
        ".claude/.credentials.json", ".claude.json", ".factory/auth.json", ".factory/auth.encrypted", ".codex/auth.json",
    ];

    private static readonly string[] InSystem =
    [
        "/run/docker.sock", "/var/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock",
        "/run/crio/crio.sock", "/run/snapd.socket", "/run/dbus/system_bus_socket",
    ];

    /// <returns>Real paths (no links on the way to their last part) of those that exist.</returns>
    /// <param name="userHome">The caller's home.</param>
    /// <param name="environment">
    /// The variables of this process: in `XDG_RUNTIME_DIR` agents of ssh and gpg and rootless engines listen, `DOCKER_HOST`
    /// is another engine's socket.
    /// </param>
    public static IReadOnlyList<string> Find(string userHome, IReadOnlyDictionary<string, string> environment)
    {
        const string Unix = "unix://";
        var engine = environment.GetValueOrDefault("DOCKER_HOST", "");
        var candidates = InHome.Select(path => Path.Combine(userHome, path)).Concat(InSystem)
            .Concat(environment.GetValueOrDefault("XDG_RUNTIME_DIR") is { Length: > 0 } runtimeFolder ? [runtimeFolder] : [])
            .Concat(engine.StartsWith(Unix, StringComparison.Ordinal) ? [engine[Unix.Length..]] : []);
        return [.. candidates.Where(Path.Exists).Select(RealPath.Of).Distinct(StringComparer.Ordinal)];
    }
}
