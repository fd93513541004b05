using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LwCoder.Platform.Processes;

/// <summary>Our end of the pipe a child writes to.</summary>
internal static partial class PipeEnd
{
    private const short Readable = 1;

    /// <summary>
    /// .NET reads a child's pipe as a socket, and its library for sockets takes longer to load than git to answer. As a file
    /// the same pipe has one owner, who closes it when it is read, however late that is.
    /// </summary>
    public static StreamReader AsFile(StreamReader reader)
    {
        if (OperatingSystem.IsWindows() || reader.BaseStream is not PipeStream { SafePipeHandle: var pipe })
        {
            return reader;
        }
        var file = new SafeFileHandle(pipe.DangerousGetHandle(), ownsHandle: true);
        pipe.SetHandleAsInvalid();
        return new StreamReader(new FileStream(file, FileAccess.Read, bufferSize: 0), reader.CurrentEncoding);
    }

    /// <summary>
    /// Whether there is something to read, if only the end. Then whoever reads it is merely slow; else something that the child
    /// left behind may hold the pipe open for ever.
    /// </summary>
    public static bool IsReadable(StreamReader reader)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }
        SafeHandle? handle = null;
        var isHeld = false;
        try
        {
            handle = reader.BaseStream switch
            {
                FileStream file => file.SafeFileHandle,
                PipeStream pipe => pipe.SafePipeHandle,
                _ => null,
            };
            handle?.DangerousAddRef(ref isHeld);
            var asked = new Asked { Descriptor = (int?)handle?.DangerousGetHandle() ?? -1, Events = Readable };
            return Poll(ref asked, 1, timeout: 0) > 0;
        }
        catch (Exception closed) when (closed is ObjectDisposedException or InvalidOperationException)
        {
            // Whoever read it has come to the end meanwhile.
            return false;
        }
        finally
        {
            if (isHeld)
            {
                handle!.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Asked asked, nuint count, int timeout);

    /// <summary>`struct pollfd`.</summary>
    private struct Asked
    {
        public int Descriptor;
        public short Events;
        public short Told;
    }
}
