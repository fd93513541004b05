using System.IO.Enumeration;
using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;

namespace LwCoder.Worktrees;

/// <summary>A `.git` entry that was moved out of a worktree.</summary>
/// <param name="Path">Where it was, relative to the worktree, with `/`.</param>
internal sealed record MovedRepository(string Path, string MovedTo);

/// <summary>
/// Repositories inside a worktree. A plain `git status` on the host enters them and runs what their configuration
/// names (`core.fsmonitor`), so an agent must not leave any behind. Pointer files of submodules that lead into the
/// host's own git directory are harmless and stay.
/// </summary>
internal sealed class NestedRepositories(IProcessRunner processes)
{
    private const string PointerPrefix = "gitdir: ";

    /// <summary>Moves every such entry into <paramref name="destination"/> and sees to it that the worktree's own pointer is right.</summary>
    public async Task<IReadOnlyList<MovedRepository>> MoveAwayAsync(
        RepositoryFacts facts, Worktree worktree, string destination, CancellationToken cancel)
    {
        var entries = (await FindAsync(worktree.Path, facts.CommonDirectory, cancel)).ToList();
        if (!PointerFile.IsRight(worktree.Path, worktree.GitDirectory)
            && (Path.Exists(worktree.PointerPath) || Paths.IsLink(worktree.PointerPath)))
        {
            entries.Add(".git");
        }
        var moved = entries.ConvertAll(entry => Move(worktree.Path, entry, destination));
        PointerFile.Restore(worktree.Path, worktree.GitDirectory);
        return moved;
    }

    /// <summary>The `.git` entries below the worktree's top that are not the host's own submodules, relative, with `/`.</summary>
    /// <exception cref="UserError">When one hides in a folder whose name cannot be written here.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(string worktree, string commonDirectory, CancellationToken cancel)
    {
        var found = new List<string>();
        var unnamed = new HashSet<string>();
        var folders = new Stack<string>([worktree]);
        while (folders.TryPop(out var folder))
        {
            foreach (var (path, isFolder) in Entries(folder))
            {
                var name = Path.GetFileName(path);
                if (GitNames.IsDotGit(name))
                {
                    if (folder != worktree && !IsOwnSubmodule(path, isFolder, commonDirectory))
                    {
                        found.Add(Path.GetRelativePath(worktree, path).Replace('\\', '/'));
                    }
                }
                else if (isFolder && name.Contains('\uFFFD', StringComparison.Ordinal))
                {
                    unnamed.Add(folder);
                }
                else if (isFolder)
                {
                    folders.Push(path);
                }
            }
        }
        foreach (var folder in unnamed)
        {
            await SearchUnnamedAsync(folder, cancel);
        }
        return found;
    }

    /// <summary>Real folders only: a link is not followed.</summary>
    private static FileSystemEnumerable<(string Path, bool IsFolder)> Entries(string folder) => new(
        folder,
        (ref FileSystemEntry entry) =>
            (entry.ToFullPath(), entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == 0),
        new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory || GitNames.IsDotGit(entry.FileName),
    };

    /// <summary>A file name that is not UTF-8 cannot be opened from .NET; the system's `find` can.</summary>
    private async Task SearchUnnamedAsync(string folder, CancellationToken cancel)
    {
        var spec = new ProcessSpec("find", ".", "-mindepth", "2", "-name", ".git", "-print", "-quit")
        {
            WorkingDirectory = folder,
        };
        var output = await processes.RunAsync(spec, cancel);
        if (output.Output.Length > 0 || !output.Succeeded)
        {
            throw new UserError(
                $"there may be another repository under {folder}, in a folder whose name is not UTF-8, where git would run its settings",
                $"look with: find '{folder}' -name .git   and remove it before you use git there", ExitCode.NeedsPerson);
        }
    }

    /// <summary>`gitdir:` and a path into the host's `modules` that no link in the worktree can bend.</summary>
    private static bool IsOwnSubmodule(string path, bool isFolder, string commonDirectory)
    {
        var file = new FileInfo(path);
        if (isFolder || file.LinkTarget is not null || !file.Exists || file.Length is 0 or > 8192)
        {
            return false;
        }
        var text = File.ReadAllText(path).TrimEnd('\n', '\r');
        if (!text.StartsWith(PointerPrefix, StringComparison.Ordinal))
        {
            return false;
        }
        var target = text[PointerPrefix.Length..];
        var goesBackLater = target.Split('/').SkipWhile(part => part == "..").Contains("..");
        var resolved = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
        var below = Path.GetRelativePath(commonDirectory, resolved).Replace('\\', '/').Split('/');
        return !goesBackLater && Paths.IsInside(resolved, commonDirectory)
            && below is ["modules", _, ..] or ["worktrees", _, "modules", _, ..];
    }

    private static MovedRepository Move(string worktree, string entry, string destination)
    {
        var source = Path.Combine(worktree, entry);
        try
        {
            Directory.CreateDirectory(destination);
            var target = Free(destination, Path.GetFileName(Path.GetDirectoryName(source))!);
            if (new FileInfo(source).LinkTarget is { } link)
            {
                AtomicFile.WriteText(target, $"a link to {link}\n");
                File.Delete(source);
            }
            else if (Directory.Exists(source))
            {
                Directory.Move(source, target);
            }
            else
            {
                File.Move(source, target);
            }
            return new MovedRepository(entry, target);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new UserError(
                $"the repository at {source} cannot be moved out of the worktree, and git would run its settings: {failed.Message}",
                "remove it before you use git in the worktree", ExitCode.NeedsPerson, failed);
        }
    }

    /// <summary>Never a name that would make the destination a repository again.</summary>
    private static string Free(string destination, string folder)
    {
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(destination, $"{number:000}-{folder}-dot-git");
            if (!Path.Exists(path))
            {
                return path;
            }
        }
    }
}
