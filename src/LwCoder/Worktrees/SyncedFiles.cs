using System.Security.Cryptography;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>The copies in one worktree, as files. An agent may have put anything in their place meanwhile.</summary>
internal sealed class SyncedFiles(string worktree)
{
    /// <summary>The absolute path, or null when a link on the way leads out of the worktree.</summary>
    public string? Locate(string path)
    {
        var full = Path.Combine(worktree, path);
        return Path.GetDirectoryName(full) is { } folder
            && (Paths.Same(folder, worktree) || ContainedPath.Resolve(worktree, folder) is not null)
                ? full
                : null;
    }

    public static bool IsThere(string full) => Path.Exists(full) || Paths.IsLink(full);

    /// <summary>The length is compared first: what is no plain file, and must not be opened, has none.</summary>
    public static bool IsUnchanged(string full, SyncedFile copy)
    {
        var file = new FileInfo(full);
        if (copy.Link is not null || file.LinkTarget is not null)
        {
            return file.LinkTarget == copy.Link;
        }
        return file.Exists && file.Length == copy.Length && (copy.Length == 0 || HashOf(full) == copy.Sha256);
    }

    /// <returns>False when it has been changed, or the system refuses.</returns>
    public static bool TryRemove(string full, SyncedFile copy)
    {
        try
        {
            if (!IsUnchanged(full, copy))
            {
                return false;
            }
            File.Delete(full);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false; // Somebody has taken the right to read or remove it, and that is a change too.
        }
    }

    public static string HashOf(string full)
    {
        using var content = File.OpenRead(full);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>The folders that have to be made for a file, outer ones first, relative to the worktree.</summary>
    public IEnumerable<string> MissingFolders(string path)
    {
        for (var slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (!Directory.Exists(Path.Combine(worktree, path[..slash])))
            {
                yield return path[..slash];
            }
        }
    }

    /// <summary>Removes those of the folders that are empty.</summary>
    public void RemoveEmpty(IEnumerable<string> folders)
    {
        foreach (var folder in folders.Reverse())
        {
            if (Locate(folder) is { } full && Directory.Exists(full) && !Paths.IsLink(full)
                && !Directory.EnumerateFileSystemEntries(full).Any())
            {
                Directory.Delete(full);
            }
        }
    }
}
