using System.Globalization;
using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>
/// The lw_coder process a container belongs to, as its label says it: host, process id and start time, so that
/// neither another machine's container nor a reused process id is mistaken.
/// </summary>
internal sealed record ContainerOwner(string Host, int ProcessId, string StartTime)
{
    public static ContainerOwner Current { get; } = new(
        Environment.MachineName, Environment.ProcessId, ProcessTree.StartTime(Environment.ProcessId) ?? "0");

    /// <summary>True only if it certainly is: an owner on another host (a shared engine) counts as alive.</summary>
    public bool IsDead => Host == Environment.MachineName && ProcessTree.StartTime(ProcessId) != StartTime;

    public override string ToString() => $"{Host}:{ProcessId.ToString(CultureInfo.InvariantCulture)}:{StartTime}";

    /// <returns>Null for a label that is not ours.</returns>
    public static ContainerOwner? Parse(string label) =>
        label.Split(':') is [{ Length: > 0 } host, var id, { Length: > 0 } start]
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            ? new(host, processId, start)
            : null;
}
