using System.Security.Cryptography;
using System.Text;
using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Sessions.Governing;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>
/// Looks from outside at the files a session works on. Those that git ignores are only counted: test runners and compilers write
/// the same ones again each time.
/// </summary>
internal sealed class WorktreeWatch(GitCli git, RepositoryFacts facts, Worktree worktree) : IWorktreeLook
{
    private const int MostFiles = 5000;

    /// <summary>To count more takes longer than it is worth.</summary>
    private const int MostIgnored = 200_000;

    /// <summary>Bytes. Of a larger file, size and time have to do.</summary>
    private const int LargestFile = 4 * 1024 * 1024;

    /// <summary>The agent's own commits are not in this index, so what they hold still counts as different from it.</summary>
    private static readonly string[] Status =
        ["status", "--porcelain=v2", "-z", "--untracked-files=all", "--ignored=matching", "--ignore-submodules=all",
            "--no-renames"];

    public async Task<WorktreeLook?> LookAsync(CancellationToken cancel)
    {
        try
        {
            var call = new WorktreeGit(git, facts, worktree).Call(Status)
                .With(new Dictionary<string, string?> { ["GIT_OPTIONAL_LOCKS"] = "0" });
            var entries =
                StatusListing.Parse(await git.RunAsync(call, cancel)).ToLookup(entry => entry.State == "!!", entry => entry.Path);
            var paths = entries[false].ToList();
            return paths.Count > MostFiles
                ? null
                : Look(paths) with { Ignored = entries[true].SelectMany(FilesIn).Take(MostIgnored).Count() };
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or UserError)
        {
            // Files come and go while an agent works; what cannot be told may have changed.
            return null;
        }
    }

    /// <param name="ignored">A file, or a folder with all that is in it.</param>
    private IEnumerable<string> FilesIn(string ignored)
    {
        var path = Path.Combine(worktree.Path, ignored);
        return ignored.EndsWith('/') && Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", FolderWalk.Tree) : [path];
    }

    private WorktreeLook Look(List<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        DateTimeOffset? newest = null;
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{path}\0"));
            var file = new FileInfo(Path.Combine(worktree.Path, path));
            if (!file.Exists && file.LinkTarget is null)
            {
                // Deleted; when, its folder knows.
                newest = Newer(newest, file.Directory is { Exists: true } folder ? folder.LastWriteTimeUtc : null);
                continue;
            }
            newest = Newer(newest, file.LastWriteTimeUtc);
            hash.AppendData(ContentOf(file));
        }
        return new WorktreeLook(Convert.ToHexString(hash.GetHashAndReset()), newest);
    }

    private byte[] ContentOf(FileInfo file)
    {
        if (file.LinkTarget is { } target)
        {
            return Encoding.UTF8.GetBytes(target);
        }
        // A pipe has no length, and reading it would hold us for ever; no link may lead us out of the worktree.
        return file.Length is 0 or > LargestFile || !IsInside(file)
            ? Encoding.UTF8.GetBytes($"{file.Length} {file.LastWriteTimeUtc.Ticks}")
            : SHA256.HashData(File.ReadAllBytes(file.FullName));
    }

    private bool IsInside(FileInfo file)
    {
        for (var folder = file.Directory; folder is not null && folder.FullName != worktree.Path; folder = folder.Parent)
        {
            if (Paths.IsLink(folder.FullName))
            {
                return false;
            }
        }
        return true;
    }

    private static DateTimeOffset? Newer(DateTimeOffset? a, DateTimeOffset? b) => b is null || a > b ? a : b;
}
