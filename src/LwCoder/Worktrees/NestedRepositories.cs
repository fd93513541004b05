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
    /// <summary>
    /// Moves every such entry into <paramref name="destination"/> and sees to it that the worktree's own pointer is right.
    /// </summary>
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
        var found = DotGitEntries.Find(worktree);
        foreach (var folder in found.Unsearched)
        {
            await SearchUnnamedAsync(folder, cancel);
        }
        return [.. found.Paths
            .Where(path => SubmodulePointer.Resolve(path, commonDirectory) is null)
            .Select(path => Paths.WithSlashes(Path.GetRelativePath(worktree, path)))];
    }

    /// <summary>A file name that is not UTF-8 cannot be opened from .NET; the system's `find` can.</summary>
    private async Task SearchUnnamedAsync(string folder, CancellationToken cancel)
    {
        var spec = new ProcessSpec("find", ".", "-mindepth", "2", "-name", ".git", "-print0")
        {
            WorkingDirectory = folder,
        };
        var output = await processes.RunAsync(spec, cancel);
        if (!output.Succeeded || output.Output.Split('\0').Any(path => path.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            throw new UserError(
                $"a repository may hide under {folder}, in a folder whose name is not UTF-8; git would run its settings",
                $"look with: find '{folder}' -name .git   and remove it before you use git there", ExitCode.NeedsPerson);
        }
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
                $"the repository at {source} cannot be moved away, and git would run its settings: {failed.Message}",
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
