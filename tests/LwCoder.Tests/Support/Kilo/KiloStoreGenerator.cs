using System.Globalization;
using System.Text;

namespace LwCoder.Tests.Support.Kilo;

/// <param name="Tasks">Tasks written.</param>
/// <param name="Requests">Requests that were answered, each with tokens and a cost.</param>
/// <param name="Calls">Calls of tools.</param>
/// <param name="Links">Subtasks that belong to another task.</param>
internal sealed record KiloStoreContent(int Tasks, long Requests, long Calls, int Links, decimal Cost, long Bytes);

/// <summary>
/// Writes a store of Kilo Code tasks of any size that looks like a real one: a survey of 863 tasks had 17 requests a task, $0.037 a
/// request, 88 % of the input from caches, and tools in the proportions below; 1 089 tasks had 2.5 GB. The same seed writes the same.
/// </summary>
internal sealed class KiloStoreGenerator(string root, int seed = 1)
{
    private readonly Random _random = new(seed);
    private readonly List<(long Started, string Message, string Mode)> _awaited = [];
    private long _now = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private int _links;

    /// <param name="bytes">At least this much.</param>
    public KiloStoreContent WriteBytes(long bytes) => Write((_, written) => written < bytes);

    public KiloStoreContent WriteTasks(int tasks) => Write((count, _) => count < tasks);

    private KiloStoreContent Write(Func<int, long, bool> goesOn)
    {
        var content = new KiloStoreContent(0, 0, 0, 0, 0, 0);
        while (goesOn(content.Tasks, content.Bytes) || _awaited.Count > 0)
        {
            var (started, message, mode) = _awaited.Count > 0 ? _awaited[0] : (_now += _random.Next(60_000, 600_000), "", "code");
            var isSubtask = _awaited.Count > 0;
            if (isSubtask)
            {
                _awaited.RemoveAt(0);
                _links++;
            }
            var id = IdAt(started + (isSubtask ? 300 : 0));
            var task = new KiloTaskText(_random, Path.Combine(root, "tasks", id), started + 300, mode)
            {
                Task = isSubtask ? message : $"Task {content.Tasks}: {KiloTaskText.Prose(_random, 400)}",
                // A tree of tasks ends somewhere.
                MaySpawn = !isSubtask,
            };
            task.Write();
            _awaited.AddRange(task.Spawned);
            _now = Math.Max(_now, task.End);
            content = content with
            {
                Tasks = content.Tasks + 1,
                Requests = content.Requests + task.Requests,
                Calls = content.Calls + task.Calls,
                Cost = content.Cost + task.Cost,
                Bytes = content.Bytes + task.Bytes,
                Links = _links,
            };
        }
        return content;
    }

    /// <summary>A UUID of version 7: milliseconds first.</summary>
    private string IdAt(long milliseconds)
    {
        var bytes = new byte[10];
        _random.NextBytes(bytes);
        var hex = new StringBuilder(milliseconds.ToString("x12", CultureInfo.InvariantCulture)).Append('7')
            .Append(Convert.ToHexStringLower(bytes)[..3]).Append('a').Append(Convert.ToHexStringLower(bytes)[4..19]).ToString();
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..32]}";
    }
}
