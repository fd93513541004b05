using System.Globalization;
using System.Text;

namespace LwCoder.Prompting.Caching;

/// <summary>
/// One process at a time. The operating system holds the lock and drops it when the holder dies, however it dies, so a
/// file left behind is simply taken over; no process id can be mistaken and no clock matters. The file says who holds
/// it, for a person who wonders.
/// </summary>
internal static class CacheLock
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    /// <summary>The lock, or null if somebody alive holds it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static IDisposable? TryTake(string path, TimeProvider time)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        FileStream stream;
        try
        {
            stream = new FileStream(path, options);
        }
        catch (IOException error) when (error.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation)
        {
            return null;
        }
        try
        {
            stream.SetLength(0);
            stream.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow():O}\n")));
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
