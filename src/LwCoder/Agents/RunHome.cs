using LwCoder.Platform.Files;

namespace LwCoder.Agents;

/// <summary>
/// The files of one home folder, reached without ever following a link out of it: an image or an agent may have
/// planted one, and we run as the user. Names are relative, with `/`.
/// </summary>
internal sealed class RunHome(string root)
{
    /// <summary>Nobody's login or settings are larger.</summary>
    private const long LargestFile = 16 * 1024 * 1024;

    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateFolder = PrivateFile | UnixFileMode.UserExecute;

    public string Root { get; } = root;

    /// <summary>The content, or null for a missing or empty file, a link, or anything behind a link.</summary>
    public byte[]? Read(string name)
    {
        var file = new FileInfo(PathOf(name));
        // A named pipe, which would block us, has no length either.
        if (HasLink(name) || !file.Exists || file.Length is 0 or > LargestFile)
        {
            return null;
        }
        return File.ReadAllBytes(file.FullName);
    }

    /// <summary>Writes for the owner's eyes only. Links on the way are replaced by folders of our own.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        CreateFolder(Root);
        foreach (var folder in FoldersOf(name))
        {
            if (IsLink(folder))
            {
                Unlink(folder);
            }
            CreateFolder(folder);
        }
        AtomicFile.WriteBytes(PathOf(name), content, PrivateFile);
    }

    /// <summary>Removes the file, or the link in its place; nothing behind a link is touched.</summary>
    /// <returns>False when there was nothing to remove.</returns>
    public bool Remove(string name)
    {
        var path = PathOf(name);
        if (FoldersOf(name).Any(IsLink) || (!File.Exists(path) && !IsLink(path)))
        {
            return false;
        }
        Unlink(path);
        return true;
    }

    private bool HasLink(string name) => FoldersOf(name).Append(PathOf(name)).Any(IsLink);

    private string PathOf(string name) => Path.Combine([Root, .. name.Split('/')]);

    private IEnumerable<string> FoldersOf(string name)
    {
        var parts = name.Split('/');
        return Enumerable.Range(1, parts.Length - 1).Select(count => Path.Combine([Root, .. parts[..count]]));
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static void Unlink(string path)
    {
        // A link to a folder is removed as a folder on Windows and as a file elsewhere.
        if (OperatingSystem.IsWindows() && Directory.Exists(path))
        {
            Directory.Delete(path);
            return;
        }
        File.Delete(path);
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        Directory.CreateDirectory(path, PrivateFolder);
    }
}
