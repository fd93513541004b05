using LwCoder.Configuration;
using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// The git directory made for one run, so that the host's own is never writable in a sandbox. The agent commits to its
/// own branch, index and objects there and reads the host's objects; <see cref="Harvest"/> takes the commits over.
/// Everything in <see cref="GitDirectory"/> is the agent's word afterwards: never run git with it as the repository.
/// </summary>
/// <param name="GitDirectory">`repo-git` in the run directory; writable inside.</param>
/// <param name="WorktreeName">The folder under its `worktrees/`.</param>
/// <param name="ObjectStores">The host's object stores, the repository's own first; read-only inside.</param>
/// <param name="PointerFile">A file to be mounted read-only over `.git` of the working tree inside.</param>
/// <param name="Masks">
/// Files to be mounted read-only over others inside. They cover what names host paths that do not exist there: lists of
/// further object stores, about which git would complain in every command, and the pointers of submodules.
/// </param>
/// <param name="InitialRefs">What the session started with, kept where the agent cannot write.</param>
internal sealed record PrivateGit(
    string GitDirectory, string WorktreeName, IReadOnlyList<string> ObjectStores, string PointerFile,
    IReadOnlyList<(string Source, string InsideTarget)> Masks, IReadOnlySet<RefEntry> InitialRefs)
{
    public string BranchRef => BranchName.ToRef(WorktreeName);

    /// <summary>Where the plan's branch was when the session began.</summary>
    public string StartTip => InitialRefs.Single(entry => entry.Name == BranchRef).ObjectId;

    public string ObjectsDirectory => Path.Combine(GitDirectory, "objects");

    internal static string GitDirectoryIn(string runDirectory) => Path.Combine(runDirectory, "repo-git");

    private static string PointerIn(string runDirectory) => Path.Combine(runDirectory, "repo-git.pointer");

    private static string InitialRefsIn(string runDirectory) => Path.Combine(runDirectory, "repo-git.refs");

    /// <summary>
    /// The private git directory of an earlier run, whose process may have been killed; null when the run has none.
    /// </summary>
    public static PrivateGit? Open(RepositoryFacts facts, string branch, string runDirectory) =>
        File.Exists(PointerIn(runDirectory))
            ? new PrivateGit(
                GitDirectoryIn(runDirectory), branch, AlternateStores.Flatten(facts.ObjectsDirectory),
                PointerIn(runDirectory), [], RefListing.ParsePacked(File.ReadLines(InitialRefsIn(runDirectory))).ToHashSet())
            : null;

    /// <summary>Removes a run's private git directory once its commits are in the repository.</summary>
    public static void Delete(string runDirectory)
    {
        // The pointer first: without it a half-removed directory is not taken for a session's.
        File.Delete(PointerIn(runDirectory));
        foreach (var file in Directory.EnumerateFiles(runDirectory, "repo-git.*"))
        {
            File.Delete(file);
        }
        Directory.Delete(GitDirectoryIn(runDirectory), recursive: true);
    }

    /// <summary>No git process, except in a repository that does not keep its refs in files.</summary>
    public static async Task<PrivateGit> CreateAsync(
        GitCli git, RepositoryFacts facts, Worktree worktree, string runDirectory, InsidePaths inside, CancellationToken cancel)
    {
        var directory = GitDirectoryIn(runDirectory);
        if (Directory.Exists(directory))
        {
            throw new InvalidOperationException($"{directory} exists already: every run has its own");
        }
        var branchRef = BranchName.ToRef(worktree.Branch);
        var others = (await RefListing.ReadAsync(git, facts, cancel)).Where(entry => entry.Name != branchRef).ToList();
        var stores = AlternateStores.Flatten(facts.ObjectsDirectory).ToList();
        var alternates = Lines(stores.Select(inside.ObjectStore));
        var name = worktree.Branch;
        var admin = Path.Combine(directory, "worktrees", name);
        foreach (var folder in (string[])["objects/info", "objects/pack", "refs/heads", "refs/tags", "info", $"worktrees/{name}"])
        {
            Directory.CreateDirectory(Path.Combine(directory, folder));
        }
        Write(Path.Combine(directory, "HEAD"), $"ref: {branchRef}\n");
        Write(Path.Combine(directory, "config"),
            PrivateGitConfig.Compose(facts.Config) + PrivateGitConfig.ActiveSubmodules(facts.Config));
        Write(Path.Combine(directory, branchRef), $"{worktree.Tip}\n");
        Write(Path.Combine(directory, "objects", "info", "alternates"), alternates);
        var packed = Lines(others.Select(entry => $"{entry.ObjectId} {entry.Name}"));
        Write(Path.Combine(directory, "packed-refs"), packed);
        Write(Path.Combine(directory, "info", "exclude"), IgnoreRules(facts, worktree));
        CopyIfThere(Path.Combine(facts.CommonDirectory, "info", "attributes"), Path.Combine(directory, "info", "attributes"));
        CopyIfThere(Path.Combine(facts.CommonDirectory, "shallow"), Path.Combine(directory, "shallow"));

        Write(Path.Combine(admin, "HEAD"), $"ref: {branchRef}\n");
        Write(Path.Combine(admin, "commondir"), "../..\n");
        Write(Path.Combine(admin, "gitdir"), $"{inside.Workspace}/.git\n");
        foreach (var index in Directory.EnumerateFiles(worktree.GitDirectory, "*index*").Where(IsIndex))
        {
            File.Copy(index, Path.Combine(admin, Path.GetFileName(index)));
        }
        CopyIfThere(
            Path.Combine(worktree.GitDirectory, "info", "sparse-checkout"), Path.Combine(admin, "info", "sparse-checkout"));
        var pointers = PrivateSubmodules.Create(facts, worktree, directory, inside, stores);
        Write(InitialRefsIn(runDirectory), $"{packed}{worktree.Tip} {branchRef}\n");
        // Last, because it tells Open that the rest is complete.
        Write(PointerIn(runDirectory), Worktrees.PointerFile.Content($"{inside.GitDirectory}/worktrees/{name}"));
        return new PrivateGit(
            directory, name, stores, PointerIn(runDirectory), [.. MasksFor(stores, inside, runDirectory), .. pointers],
            others.Append(new RefEntry(branchRef, worktree.Tip)).ToHashSet());
    }

    /// <summary>The index, and the part of it that a split index keeps in a second file.</summary>
    private static bool IsIndex(string path) =>
        Path.GetFileName(path) is var name && (name == "index" || name.StartsWith("sharedindex.", StringComparison.Ordinal));

    /// <summary>
    /// The repository's own rules and the user's global ones, so that the agent does not commit what the user ignores. The
    /// cache and copies of untracked files are ignored whatever the repository says.
    /// </summary>
    private static string IgnoreRules(RepositoryFacts facts, Worktree worktree) =>
        string.Join('\n', facts.IgnoreFiles.Where(File.Exists).Select(File.ReadAllText)) + $"\n/{WorktreeCache.Folder}/\n"
        + Lines((SyncRecord.Read(worktree.GitDirectory)?.Files ?? []).Select(file => $"/{IgnorePattern(file.Path)}"));

    private static string IgnorePattern(string path) =>
        string.Concat(path.Select(letter => letter is '*' or '?' or '[' or '\\' or ' ' ? $"\\{letter}" : $"{letter}"));

    private static List<(string, string)> MasksFor(List<string> stores, InsidePaths inside, string runDirectory)
    {
        var masks = new List<(string, string)>();
        for (var i = 0; i < stores.Count; i++)
        {
            if (File.Exists(Path.Combine(stores[i], "info", "alternates")) && inside.ObjectStore(stores[i], i) != stores[i])
            {
                var empty = Path.Combine(runDirectory, "repo-git.empty");
                Write(empty, "");
                masks.Add((empty, $"{inside.ObjectStore(stores[i], i)}/info/alternates"));
            }
        }
        return masks;
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static void Write(string path, string text) => File.WriteAllText(path, text);

    private static void CopyIfThere(string source, string target)
    {
        if (File.Exists(source))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }
    }
}
