using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace LwCoder.Platform.Processes;

/// <summary>Our end of the pipe a child writes to.</summary>
internal static partial class PipeEnd
{
    private const short Readable = 1;

    /// <summary>
    /// Whether there is something to read, if only the end. Then whoever reads it is merely slow; else something that the child
    /// left behind may hold the pipe open for ever.
    /// </summary>
    public static bool IsReadable(StreamReader reader)
    {
        if (OperatingSystem.IsWindows() || reader.BaseStream is not PipeStream { IsConnected: true } pipe)
        {
            return false;
        }
        var asked = new Asked { Descriptor = (int)pipe.SafePipeHandle.DangerousGetHandle(), Events = Readable };
        return Poll(ref asked, 1, timeout: 0) > 0;
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
