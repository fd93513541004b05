using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace LwCoder.Platform.Processes;

/// <summary>
/// A child's pipe as a plain file. Outside of Windows .NET reads pipes as sockets, and to load those takes longer than most
/// of what we run.
/// </summary>
internal static class PipeFile
{
    /// <param name="pipe">Owns the pipe, so it has to outlive the result.</param>
    public static Stream Of(Stream pipe) => pipe is PipeStream { SafePipeHandle: var handle }
        ? new FileStream(
            new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false),
            pipe.CanRead ? FileAccess.Read : FileAccess.Write,
            bufferSize: 0)
        : pipe;
}
