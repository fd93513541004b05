namespace LwCoder.Sandboxes;

/// <summary>Where everything lies in a container. Pure; docs/security.md shows the same table.</summary>
internal static class ContainerLayout
{
    public const string Workspace = "/workspace";
    public const string Prompts = "/lw/prompts";
    public const string Plan = "/lw/plan.md";
    public const string Lifeline = "/lw/lifeline.sh";
    public const string PrivateGit = "/repo-git";

    /// <summary>What a session reads besides the project.</summary>
    public const string Input = "/input";

    /// <summary>Where a session that writes a text, such as a plan, puts it.</summary>
    public const string Output = "/output";

    /// <summary>The host's objects, then their alternates: `/repo-objects`, `/repo-objects-1`, ….</summary>
    public static string Objects(int index) => index == 0 ? "/repo-objects" : $"/repo-objects-{index}";

    public static IReadOnlyList<SandboxMount> Mounts(SandboxRequest request, MountFiles files) =>
    [
        new(request.Worktree, Workspace, Writable: true),
        .. Git(request.Git),
        new(request.RunHome, request.ContainerHome, Writable: true),
        new(request.SubagentFolder, $"{request.ContainerHome}/{request.SubagentFolderInHome}", Writable: false),
        new(Path.GetDirectoryName(request.PromptFile)!, Prompts, Writable: false),
        // Unless the folder shows it there already.
        .. request.ContainerPromptPath == $"{Prompts}/{Path.GetFileName(request.PromptFile)}"
            ? Array.Empty<SandboxMount>()
            : [new(request.PromptFile, request.ContainerPromptPath, Writable: false)],
        new(files.Lifeline, Lifeline, Writable: false),
        .. files.Accounts is { } accounts
            ? new[]
            {
                new SandboxMount(accounts.Users, "/etc/passwd", Writable: false),
                new SandboxMount(accounts.Groups, "/etc/group", Writable: false),
            }
            : [],
        .. request.Mounts,
    ];

    /// <summary>
    /// Docker makes a missing mount point itself, but owned by root. Those inside the home are made before, by us.
    /// </summary>
    public static IEnumerable<SandboxMount> InsideHome(string home, IEnumerable<SandboxMount> mounts) =>
        mounts.Where(mount => mount.Target.StartsWith(home + "/", StringComparison.Ordinal));

    private static IEnumerable<SandboxMount> Git(PrivateGitMounts? git) => git is null
        ? []
        :
        [
            new(git.GitDirectory, PrivateGit, Writable: true),
            .. git.ObjectStores.Select((store, index) => new SandboxMount(store, Objects(index), Writable: false)),
            .. git.Overlays.Select(file => new SandboxMount(file.Source, file.Target, Writable: false)),
        ];
}
