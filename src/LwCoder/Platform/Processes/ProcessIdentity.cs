using System.Globalization;

namespace LwCoder.Platform.Processes;

/// <summary>
/// One process in one life on one machine. A process id alone is reused; with the machine's name and the start time it
/// says for certain whether the owner of a lease or a container is still alive.
/// </summary>
/// <param name="Start">Opaque; compared for equality only.</param>
internal sealed record ProcessIdentity(string Host, int Id, string Start)
{
    public static ProcessIdentity Current { get; } = new(
        Environment.MachineName,
        Environment.ProcessId,
        ProcessTree.StartTime(Environment.ProcessId)
            ?? throw new InvalidOperationException("this process has no start time"));

    /// <returns>Null when the process has ended already.</returns>
    public static ProcessIdentity? Of(int id) =>
        ProcessTree.StartTime(id) is { } start ? new ProcessIdentity(Environment.MachineName, id, start) : null;

    /// <summary>True when this machine cannot know whether the process lives.</summary>
    public bool IsElsewhere => !string.Equals(Host, Environment.MachineName, StringComparison.OrdinalIgnoreCase);

    /// <summary>True also for a process of another machine: nobody is declared dead on a guess.</summary>
    public bool MayBeAlive => IsElsewhere || ProcessTree.StartTime(Id) == Start;

    /// <summary>`host:id:start`, as in container labels.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Id}:{Start}");

    /// <returns>Null for anything that <see cref="ToString"/> did not write.</returns>
    public static ProcessIdentity? TryParse(string text) =>
        text.Split(':') is [{ Length: > 0 } host, var id, { Length: > 0 } start]
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ProcessIdentity(host, number, start)
            : null;
}
