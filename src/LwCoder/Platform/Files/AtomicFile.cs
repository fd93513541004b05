using System.Text;

namespace LwCoder.Platform.Files;

/// <summary>Files that are seen either as they were or as they will be, never half-written.</summary>
internal static class AtomicFile
{
    public static void WriteText(string path, string text, UnixFileMode? mode = null) =>
        WriteBytes(path, Encoding.UTF8.GetBytes(text), mode);

    /// <summary>Writes beside the target, to disk, then renames over it. The folder must exist.</summary>
    /// <param name="mode">Exactly the new file's permissions, never more in between; ignored on Windows.</param>
    public static void WriteBytes(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null) =>
        Place(path, bytes, mode, overwrite: true);

    /// <summary>Puts a whole new file in place, and never replaces what is there, even if it appears meanwhile.</summary>
    /// <returns>False when something was there.</returns>
    public static bool TryCreate(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null)
    {
        try
        {
            Place(path, bytes, mode, overwrite: false);
            return true;
        }
        catch (IOException) when (Path.Exists(path))
        {
            return false;
        }
    }

    private static void Place(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode, bool overwrite)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = Create(temporary, mode))
            {
                stream.Write(bytes);
                if (!OperatingSystem.IsWindows() && mode is not null)
                {
                    // The umask may have taken some of them away.
                    File.SetUnixFileMode(stream.SafeFileHandle, mode.Value);
                }
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Creates a file that must not exist yet, with its permissions from its first moment.</summary>
    public static FileStream Create(string path, UnixFileMode? mode = null)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && mode is not null)
        {
            options.UnixCreateMode = mode;
        }
        return new FileStream(path, options);
    }
}
