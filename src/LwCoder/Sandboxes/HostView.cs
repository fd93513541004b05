namespace LwCoder.Sandboxes;

/// <summary>Works out what bubblewrap shows for a request.</summary>
internal static class HostView
{
    public static BwrapSpec Of(SandboxRequest request, string executable, string lifeline)
    {
        var userHome = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new BwrapSpec
        {
            WorkingFolder = RealPath.Of(request.Worktree),
            Hidden = HostSecrets.Find(
                userHome,
                Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"),
                Environment.GetEnvironmentVariable("DOCKER_HOST")),
            Readable = Real(
            [
                request.PromptFile,
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
            Replaced = request.Git is { } mounts ? Git(mounts, request.Worktree, request.RunDirectory) : [],
            NoNetwork = request.Limits.Network == "none",
            NewSession = true,
        };
    }

    /// <summary>The program's folder, and the one its link leads to: either may be below something hidden.</summary>
    private static IEnumerable<string> Programs(string executable) =>
        [Path.GetDirectoryName(executable)!, Path.GetDirectoryName(RealPath.Of(executable))!];

    private static List<string> Real(IEnumerable<string> paths) =>
        [.. paths.Where(Path.Exists).Select(RealPath.Of).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// The private git directory is written for a container's paths. Its few files that name them are shown with this
    /// machine's instead.
    /// </summary>
    private static IReadOnlyList<(string Source, string Target)> Git(PrivateGitMounts git, string worktree, string folder)
    {
        var directory = RealPath.Of(git.GitDirectory);
        var tree = RealPath.Of(worktree);
        var administration = Path.Combine(directory, "worktrees", git.WorktreeName);
        return
        [
            .. new (string Name, string Text, string Target)[]
            {
                ("git-pointer", $"gitdir: {administration}\n", Path.Combine(tree, ".git")),
                ("git-backpointer", $"{tree}/.git\n", Path.Combine(administration, "gitdir")),
                ("git-alternates", string.Concat(git.ObjectStores.Select(store => RealPath.Of(store) + "\n")),
                    Path.Combine(directory, "objects", "info", "alternates")),
            }.Where(file => File.Exists(file.Target)).Select(file => (Write(folder, file.Name, file.Text), file.Target)),
        ];
    }

    private static string Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
