using LwCoder.Platform.Files;

namespace LwCoder.Sandboxes;

/// <summary>The home of a run, with credentials in it: only its owner may look in.</summary>
internal static class PrivateFolder
{
    /// <summary>
    /// A home is filled once: an agent that has been at work in it may have left links for us to write through.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is something in it.</exception>
    public static void CreateEmpty(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new InvalidOperationException($"the run's home {path} has been used before");
        }
        OwnerOnly.CreateFolder(path);
        if (!OperatingSystem.IsWindows())
        {
            // One that was there already, empty, may be open to others.
            File.SetUnixFileMode(path, OwnerOnly.Folder);
        }
    }
}
