using LwCoder.Platform.Files;

namespace LwCoder.Agents;

/// <summary>
/// A run's home, reached without ever following a link out of it: an image or an agent may have planted one, and we
/// run as the user.
/// </summary>
internal sealed class RunHome(string root) : Home(root)
{
    /// <returns>Null also for a link and for anything behind one.</returns>
    public override byte[]? Read(string name)
    {
        if (FoldersOf(name).Append(PathOf(name)).Any(Paths.IsLink))
        {
            return null;
        }
        Unlock(name);
        return ReadFile(PathOf(name));
    }

    /// <summary>Writes for the owner's eyes only. Links on the way are replaced by folders of our own.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        foreach (var folder in FoldersOf(name).Prepend(Root))
        {
            if (folder != Root && Paths.IsLink(folder))
            {
                Unlink(folder);
            }
            OwnerOnly.CreateFolder(folder);
        }
        AtomicFile.WriteBytes(PathOf(name), content, OwnerOnly.File, toDisk: false);
    }

    /// <summary>Removes the file, or the link in its place; nothing behind a link is touched.</summary>
    /// <returns>False when there was nothing to remove.</returns>
    public bool Remove(string name)
    {
        var path = PathOf(name);
        if (FoldersOf(name).Any(Paths.IsLink))
        {
            return false;
        }
        Unlock(name);
        if (!File.Exists(path) && !Paths.IsLink(path))
        {
            return false;
        }
        Unlink(path);
        return true;
    }

    /// <summary>Gives us back what the agent may have taken from itself: access to its own folders and files.</summary>
    private void Unlock(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        foreach (var folder in FoldersOf(name).Where(Directory.Exists))
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | OwnerOnly.Folder);
        }
        if (File.Exists(PathOf(name)) && !Paths.IsLink(PathOf(name)))
        {
            File.SetUnixFileMode(PathOf(name), File.GetUnixFileMode(PathOf(name)) | OwnerOnly.File);
        }
    }

    private IEnumerable<string> FoldersOf(string name)
    {
        var parts = name.Split('/');
        return Enumerable.Range(1, parts.Length - 1).Select(count => Path.Combine([Root, .. parts[..count]]));
    }

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
}
