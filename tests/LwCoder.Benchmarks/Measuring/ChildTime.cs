using System.Runtime.InteropServices;

namespace LwCoder.Benchmarks.Measuring;

/// <summary>
/// The processor time of our children that have ended, and of theirs. On a machine that others use as well it says more
/// than a clock does.
/// </summary>
internal static partial class ChildTime
{
    private const int Children = -1;

    /// <summary>User and system time together; zero on Windows, which keeps no such sum.</summary>
    public static TimeSpan Total => OperatingSystem.IsWindows() || GetUsage(Children, out var usage) != 0
        ? TimeSpan.Zero
        : usage.User.ToSpan() + usage.System.ToSpan();

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, out ResourceUsage usage);

    /// <summary>`struct timeval`; macOS has 32 bits of microseconds there and fills up with nothing.</summary>
    private struct TimeValue
    {
        public nint Seconds;
        public int Microseconds;
        private readonly int _unused;

        public readonly TimeSpan ToSpan() => TimeSpan.FromSeconds(Seconds) + TimeSpan.FromMicroseconds(Microseconds);
    }

    /// <summary>`struct rusage`: two times and fourteen counters.</summary>
    private struct ResourceUsage
    {
        public TimeValue User;
        public TimeValue System;
        private readonly Counters _counters;
    }

    [System.Runtime.CompilerServices.InlineArray(14)]
    private struct Counters
    {
        private nint _first;
    }
}
