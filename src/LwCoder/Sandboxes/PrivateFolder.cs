namespace LwCoder.Sandboxes;

/// <summary>Folders for credentials: only their owner may look in.</summary>
internal static class PrivateFolder
{
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, Owner);
    }
}
