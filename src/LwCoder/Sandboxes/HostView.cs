using LwCoder.Platform.Files;

namespace LwCoder.Sandboxes;

/// <summary>Works out what bubblewrap shows for a request.</summary>
internal static class HostView
{
    /// <param name="hidden">What the agent must not read.</param>
    public static BwrapSpec Of(SandboxRequest request, string executable, string lifeline, IReadOnlyList<string> hidden) =>
        new()
        {
            WorkingFolder = RealPath.Of(request.Worktree),
            Hidden = hidden,
            Readable = Real(
            [
                Path.GetDirectoryName(request.PromptFile)!,
                lifeline,
                .. request.Git?.ObjectStores ?? [],
                .. Programs(executable),
                .. request.Mounts.Where(mount => !mount.Writable).Select(mount => mount.Source),
            ]),
            Writable = Real(
            [
                request.Worktree,
                request.RunHome,
                .. request.Git is { } git ? new[] { git.GitDirectory } : [],
                .. request.Mounts.Where(mount => mount.Writable).Select(mount => mount.Source),
            ]),
            Replaced = [.. (request.Git?.Overlays ?? []).Select(Overlay)],
            NoNetwork = request.Limits.Network == "none",
            NewSession = true,
        };

    /// <summary>The program's folder, and the one its link leads to: either may be below something hidden.</summary>
    private static IEnumerable<string> Programs(string executable) =>
        [Path.GetDirectoryName(executable)!, Path.GetDirectoryName(RealPath.Of(executable))!];

    private static List<string> Real(IEnumerable<string> paths) =>
        [.. paths.Where(Path.Exists).Select(RealPath.Of).Distinct(StringComparer.Ordinal)];

    private static (string Source, string Target) Overlay((string Source, string Target) file) =>
        (RealPath.Of(file.Source), Path.Combine(RealPath.Of(Path.GetDirectoryName(file.Target)!), Path.GetFileName(file.Target)));
}
