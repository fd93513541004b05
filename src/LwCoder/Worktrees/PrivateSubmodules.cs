using LwCoder.Git;
using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>
/// Submodules that are checked out in the worktree. Their pointers lead to places that a sandbox does not have or cannot
/// write, and git then fails in the whole worktree; so each gets a git directory of its own under `repo-git/modules`
/// and a pointer to be mounted over its own. What is committed in a submodule stays there.
/// </summary>
internal static class PrivateSubmodules
{
    /// <param name="stores">Receives the submodules' object stores.</param>
    /// <returns>Pointer files and the paths inside which they cover.</returns>
    public static IReadOnlyList<(string Source, string InsideTarget)> Create(
        RepositoryFacts facts, Worktree worktree, string gitDirectory, InsidePaths inside, List<string> stores)
    {
        if (!Directory.Exists(Path.Combine(worktree.GitDirectory, "modules")))
        {
            return [];
        }
        var pointers = new List<(string, string)>();
        foreach (var pointer in DotGitEntries.Find(worktree.Path).Paths)
        {
            if (SubmodulePointer.Resolve(pointer, facts.CommonDirectory) is { } host && File.Exists(Path.Combine(host, "HEAD")))
            {
                var name = $"{pointers.Count}";
                var directory = Path.Combine(gitDirectory, "modules", name);
                Fill(directory, host, facts.Config, inside, stores);
                var source = $"{gitDirectory}.module-{name}";
                File.WriteAllText(source, PointerFile.Content($"{inside.GitDirectory}/modules/{name}"));
                var relative = Paths.WithSlashes(Path.GetRelativePath(worktree.Path, pointer));
                pointers.Add((source, $"{inside.Workspace}/{relative}"));
            }
        }
        return pointers;
    }

    /// <summary>The directories in which a session has stored something, such as commits; nothing else has it.</summary>
    public static IReadOnlyList<string> WithWork(string gitDirectory)
    {
        var modules = Path.Combine(gitDirectory, "modules");
        return !Directory.Exists(modules)
            ? []
            : [.. Directory.EnumerateDirectories(modules, "*", FolderWalk.NoLinks).Where(HasObjects)
                .Order(StringComparer.Ordinal)];
    }

    private static bool HasObjects(string directory) =>
        Directory.Exists(Path.Combine(directory, "objects"))
        && Directory.EnumerateDirectories(Path.Combine(directory, "objects"), "*", FolderWalk.NoLinks)
            .Any(folder => Path.GetFileName(folder) != "info" && Directory.EnumerateFiles(folder).Any());

    private static void Fill(string directory, string host, GitConfig config, InsidePaths inside, List<string> stores)
    {
        foreach (var folder in (string[])["objects/info", "objects/pack", "refs/heads"])
        {
            Directory.CreateDirectory(Path.Combine(directory, folder));
        }
        // Detached at a commit, as `git submodule update` leaves it; a branch is copied as the one ref there is.
        var head = File.ReadAllText(Path.Combine(host, "HEAD")).Trim();
        if (head.StartsWith("ref: refs/heads/", StringComparison.Ordinal) && File.Exists(Path.Combine(host, head[5..])))
        {
            head = File.ReadAllText(Path.Combine(host, head[5..])).Trim();
        }
        File.WriteAllText(Path.Combine(directory, "HEAD"), head + "\n");
        File.WriteAllText(Path.Combine(directory, "config"), PrivateGitConfig.Compose(config, isBare: false));
        if (File.Exists(Path.Combine(host, "index")))
        {
            File.Copy(Path.Combine(host, "index"), Path.Combine(directory, "index"));
        }
        var alternates = new List<string>();
        foreach (var store in AlternateStores.Flatten(Path.Combine(host, "objects")))
        {
            if (!stores.Contains(store))
            {
                stores.Add(store);
            }
            alternates.Add(inside.ObjectStore(store, stores.IndexOf(store)));
        }
        File.WriteAllText(Path.Combine(directory, "objects", "info", "alternates"), string.Join('\n', alternates) + "\n");
    }
}
