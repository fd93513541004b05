using System.Runtime.InteropServices;

namespace LwCoder.Platform.Processes;

/// <summary>Signals for which .NET has no call. Unix only.</summary>
internal static partial class NativeSignals
{
    public const int Terminate = 15;
    public const int Kill = 9;

    /// <summary>A process that is gone already is no error: the wish is fulfilled.</summary>
    public static void Send(int processId, int signal)
    {
        if (processId > 1)
        {
            _ = SendNative(processId, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendNative(int processId, int signal);
}
