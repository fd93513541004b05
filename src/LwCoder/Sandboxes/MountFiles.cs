using LwCoder.Platform.Files;

namespace LwCoder.Sandboxes;

/// <summary>The small files made for one container and mounted into it.</summary>
/// <param name="Accounts">Null where docker runs the container as its image's own user.</param>
internal sealed record MountFiles(string Lifeline, AccountFiles? Accounts)
{
    private const UnixFileMode Public =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Our own files belong to the caller, whom git inside must find as the owner of `.git`.</summary>
    public static MountFiles Write(string folder, ImageAccounts? accounts)
    {
        return new(
            WriteLifeline(folder),
            accounts is null ? null : new(Write("passwd", accounts.Users), Write("group", accounts.Groups)));

        string Write(string name, string text) => WriteFile(Path.Combine(folder, name), text);
    }

    public static string WriteLifeline(string folder) =>
        WriteFile(Path.Combine(folder, "lifeline.sh"), EmbeddedFiles.Read("Sandboxes/lifeline.sh"));

    private static string WriteFile(string path, string text)
    {
        AtomicFile.WriteText(path, text, Public, toDisk: false);
        return path;
    }
}

/// <summary>Host paths of what is shown as `/etc/passwd` and `/etc/group`.</summary>
internal sealed record AccountFiles(string Users, string Groups);
