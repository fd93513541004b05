using System.Collections.Concurrent;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Commands.Init;

/// <summary>
/// Reads and writes below a repository's root and nowhere else: a link in the repository that leads out of it is refused,
/// because a repository is untrusted and its links are its author's choice. What was written can be undone.
/// </summary>
/// <remarks>Paths are relative to the root, with `/`. Different files may be written at the same time.</remarks>
internal sealed class RepositoryFiles(string root)
{
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
    private readonly ConcurrentStack<Action> _undo = new();
    private readonly ConcurrentDictionary<string, string> _folders = new(StringComparer.Ordinal);
    private readonly Lock _makingFolders = new();

    /// <summary>True for anything with that name, even a dangling link.</summary>
    public bool Exists(string path) => IsThere(Locate(path));

    /// <returns>Null when there is no file; a link is none.</returns>
    public byte[]? Read(string path)
    {
        var target = Locate(path);
        return File.Exists(target) && !Paths.IsLink(target) ? Try("read", path, () => BoundedFile.Read(target)) : null;
    }

    /// <summary>Regular files in a folder and below, in ordinal order; none when it is not there or a link.</summary>
    public IReadOnlyList<string> FilesBelow(string path)
    {
        var folder = new DirectoryInfo(Path.Combine(_root, path));
        if (!folder.Exists || folder.LinkTarget is not null)
        {
            return [];
        }
        return [
            .. folder.EnumerateFiles("*", FolderWalk.Tree)
                .Select(file => $"{path}/{Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/')}")
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Puts a whole file in place unless something is there already, even a dangling link.</summary>
    /// <returns>False when something was there.</returns>
    public bool TryCreate(string path, ReadOnlyMemory<byte> content)
    {
        var target = Locate(path);
        if (IsThere(target))
        {
            return false;
        }
        return Try("write", path, () =>
        {
            CreateFolder(Path.GetDirectoryName(target)!);
            if (!AtomicFile.TryCreate(target, content.Span))
            {
                return false;
            }
            _undo.Push(() => File.Delete(target));
            return true;
        });
    }

    /// <summary>Writes a whole file over what is there, or anew, keeping its permissions.</summary>
    public void Replace(string path, ReadOnlyMemory<byte> content)
    {
        var target = Locate(path);
        if (!File.Exists(target))
        {
            TryCreate(path, content);
            return;
        }
        Try("write", path, () =>
        {
            var before = File.ReadAllBytes(target);
            UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(target);
            AtomicFile.WriteBytes(target, content.Span, mode);
            _undo.Push(() => AtomicFile.WriteBytes(target, before, mode));
            return true;
        });
    }

    /// <summary>Moves a file to where nothing is.</summary>
    public void Move(string from, string to)
    {
        var (source, target) = (Locate(from), Locate(to));
        Try("move", from, () =>
        {
            CreateFolder(Path.GetDirectoryName(target)!);
            File.Move(source, target, overwrite: false);
            _undo.Push(() => File.Move(target, source, overwrite: false));
            return true;
        });
    }

    /// <summary>Removes a folder and those in it, as far as they are empty.</summary>
    public void RemoveEmptyFolders(string path)
    {
        var folder = new DirectoryInfo(Path.Combine(_root, path));
        if (!folder.Exists || folder.LinkTarget is not null)
        {
            return;
        }
        foreach (var inner in folder.EnumerateDirectories())
        {
            RemoveEmptyFolders($"{path}/{inner.Name}");
        }
        if (!folder.EnumerateFileSystemInfos().Any())
        {
            folder.Delete();
            _undo.Push(() => folder.Create());
        }
    }

    /// <summary>The folder of a file; empty for the root.</summary>
    public static string FolderOf(string path) => path[..Math.Max(path.LastIndexOf('/'), 0)];

    /// <summary>Removes what a killed init left in a folder.</summary>
    public void RemoveLeftovers(string folder) => Try("clean up in", folder, () =>
    {
        AtomicFile.RemoveLeftovers(LocateFolder(folder));
        return true;
    });

    /// <summary>Puts everything back as it was before the first change, as far as that is possible.</summary>
    /// <returns>What could not be put back.</returns>
    public IReadOnlyList<string> Undo()
    {
        var failures = new List<string>();
        while (_undo.TryPop(out var undo))
        {
            try
            {
                undo();
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                failures.Add(failed.Message);
            }
        }
        return failures;
    }

    /// <exception cref="UserError">It is a link: git itself does not follow a linked `.gitignore`.</exception>
    public void RefuseLink(string path)
    {
        if (new FileInfo(Path.Combine(_root, path)).LinkTarget is { } link)
        {
            throw new UserError($"{path} is a link to '{link}', and git ignores a linked {path}",
                "replace the link by a file and run 'lw_coder init' again");
        }
    }

    private string Locate(string path) => Path.Combine(LocateFolder(FolderOf(path)), path[(path.LastIndexOf('/') + 1)..]);

    /// <summary>The real folder, following links that stay inside. It is looked at once.</summary>
    private string LocateFolder(string relative) => relative.Length == 0 ? _root : _folders.GetOrAdd(relative, _ =>
    {
        var folder = ContainedPath.Resolve(_root, relative) ?? throw new UserError(
            $"{relative} would be written through a link that leads outside the repository, or in a circle",
            $"replace the link in {relative} by a folder and run 'lw_coder init' again");
        for (var part = folder; !Directory.Exists(part); part = Path.GetDirectoryName(part)!)
        {
            if (File.Exists(part))
            {
                throw new UserError($"{relative} cannot be written: '{part}' is a file, not a folder",
                    "move the file away and run 'lw_coder init' again");
            }
        }
        return folder;
    });

    private void CreateFolder(string folder)
    {
        lock (_makingFolders)
        {
            if (Directory.Exists(folder))
            {
                return;
            }
            CreateFolder(Path.GetDirectoryName(folder)!);
            Directory.CreateDirectory(folder);
            _undo.Push(() => Directory.Delete(folder));
        }
    }

    private static bool IsThere(string path) => Path.Exists(path) || Paths.IsLink(path);

    private static T Try<T>(string verb, string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot {verb} {path}: {failed.Message}",
                "check permissions and free space, then run 'lw_coder init' again", ExitCode.Environment, failed);
        }
    }
}
