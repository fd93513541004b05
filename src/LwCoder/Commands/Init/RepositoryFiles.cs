using System.Text;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Commands.Init;

/// <summary>
/// Writes below a repository's root and nowhere else: a link in the repository that leads out of it is refused,
/// because a repository is untrusted and its links are its author's choice.
/// </summary>
internal sealed class RepositoryFiles(string root)
{

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>Puts a whole file in place unless something is there already, even a dangling link.</summary>
    /// <returns>False when something was there.</returns>
    public bool TryCreate(string path, string text)
    {
        var folder = Locate(path[..path.LastIndexOf('/')], path);
        var target = Path.Combine(folder, Path.GetFileName(path));
        if (Exists(target))
        {
            return false;
        }
        return Try("write", path, () =>
        {
            Directory.CreateDirectory(folder);
            return AtomicFile.TryCreate(target, Encoding.UTF8.GetBytes(text));
        });
    }

    /// <summary>A file's bytes as characters, so that whatever its encoding is, writing them back changes nothing.</summary>
    /// <returns>Null when it does not exist.</returns>
    /// <exception cref="UserError">When it is a link: git itself does not follow a linked `.gitignore`.</exception>
    public string? ReadOwnFile(string path)
    {
        var target = Path.Combine(_root, path);
        if (new FileInfo(target).LinkTarget is { } link)
        {
            throw new UserError($"{path} is a link to '{link}', and git ignores a linked {path}",
                "replace the link by a file and run 'lw_coder init' again");
        }
        return File.Exists(target) ? Try("read", path, () => Encoding.Latin1.GetString(File.ReadAllBytes(target))) : null;
    }

    /// <summary>Replaces a file read with <see cref="ReadOwnFile"/>, keeping its permissions.</summary>
    public void Replace(string path, string text) => Try("write", path, () =>
    {
        var target = Path.Combine(_root, path);
        UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) : null;
        AtomicFile.WriteBytes(target, Encoding.Latin1.GetBytes(text), mode);
        return true;
    });

    /// <summary>The real folder behind <paramref name="relative"/>, following links that stay inside.</summary>
    private string Locate(string relative, string wanted)
    {
        var folder = ContainedPath.Resolve(_root, relative) ?? throw new UserError(
            $"{wanted} would be written through a link that leads outside the repository, or in a circle",
            $"replace the link in {relative} by a folder and run 'lw_coder init' again");
        for (var part = folder; !Directory.Exists(part); part = Path.GetDirectoryName(part)!)
        {
            if (File.Exists(part))
            {
                throw new UserError($"{wanted} cannot be written: '{part}' is a file, not a folder",
                    "move the file away and run 'lw_coder init' again");
            }
        }
        return folder;
    }

    private static bool Exists(string path) => Path.Exists(path) || Paths.IsLink(path);

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
