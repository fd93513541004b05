using System.Globalization;
using System.Text;
using LwCoder.Platform.Processes;

namespace LwCoder.Platform.Files;

/// <summary>Files that are seen either as they were or as they will be, never half-written.</summary>
internal static class AtomicFile
{
    /// <inheritdoc cref="WriteBytes"/>
    public static void WriteText(string path, string text, UnixFileMode? mode = null, bool toDisk = true) =>
        WriteBytes(path, Encoding.UTF8.GetBytes(text), mode, toDisk);

    /// <summary>Writes beside the target, then renames over it. The folder must exist.</summary>
    /// <param name="mode">Exactly the new file's permissions, never more in between; ignored on Windows.</param>
    /// <param name="toDisk">
    /// False for what is of no use once the machine has crashed, as it is made anew for the next run: waiting for the disk takes
    /// milliseconds a file.
    /// </param>
    public static void WriteBytes(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null, bool toDisk = true) =>
        Place(path, bytes, mode, overwrite: true, toDisk);

    /// <summary>Puts a whole new file in place, and never replaces what is there, even if it appears meanwhile.</summary>
    /// <returns>False when something was there.</returns>
    public static bool TryCreate(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null)
    {
        try
        {
            Place(path, bytes, mode, overwrite: false, toDisk: true);
            return true;
        }
        catch (IOException) when (Path.Exists(path))
        {
            return false;
        }
    }

    /// <summary>Removes the unfinished files that processes which are dead left in a folder.</summary>
    public static void RemoveLeftovers(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }
        foreach (var file in Directory.EnumerateFiles(folder, "*.tmp"))
        {
            if (Path.GetFileName(file).Split('.') is [_, .., var id, { Length: 32 } unique, _]
                && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && unique.All(char.IsAsciiHexDigitLower)
                && ProcessTree.StartTime(process) is null)
            {
                File.Delete(file);
            }
        }
    }

    private static void Place(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode, bool overwrite, bool toDisk)
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
                stream.Flush(flushToDisk: toDisk);
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
