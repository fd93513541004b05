namespace LwCoder.Recording.Import;

/// <param name="Created">Milliseconds since 1970.</param>
/// <param name="IsExact">That is the moment it was made, and not that of its first event.</param>
/// <param name="Words">The digest of what it was told first.</param>
/// <param name="Parent">The task that started it, by its own files.</param>
internal sealed record BegunTask(string Id, long Created, bool IsExact, string? Words, string? Parent);

/// <param name="Ended">When its result came back.</param>
internal sealed record SpawnedTask(string Parent, string Call, long Started, long? Ended, string? Words);

internal sealed record ChildLink(string Parent, string Child, long Spawned, string How);

/// <summary>
/// Finds which task each call for a subtask has started: by what it was told, word for word, and where that is not known by
/// when it
/// was made. What its own files say is never overruled, and no task has two parents.
/// </summary>
internal static class ChildLinks
{
    public const string Content = "content";
    public const string Time = "time";

    /// <summary>A subtask begins at once, once a person has approved it; its result may be lost.</summary>
    private const long LongestWait = 120_000;

    /// <summary>Clocks of what is written by two programs.</summary>
    private const long Tolerance = 2_000;

    public static IReadOnlyList<ChildLink> Find(
        IReadOnlyList<BegunTask> tasks, IReadOnlyList<SpawnedTask> spawns, out int unresolved)
    {
        var links = new List<ChildLink>();
        var free = tasks.Where(task => task.Parent is null).ToDictionary(task => task.Id, StringComparer.Ordinal);
        // Calls whose child says itself where it belongs.
        var claimed = tasks.Where(task => task.Parent is not null).ToLookup(task => task.Parent!, StringComparer.Ordinal);
        var open = spawns.OrderBy(spawn => spawn.Started).ThenBy(spawn => spawn.Call, StringComparer.Ordinal)
            .Where(spawn => !claimed[spawn.Parent].Any(
                child => IsWithin(child, spawn) || (spawn.Words is not null && child.Words == spawn.Words)))
            .ToList();
        var byWords = free.Values.Where(task => task.Words is not null).ToLookup(task => task.Words!, StringComparer.Ordinal);
        open.RemoveAll(spawn => spawn.Words is not null && Take(
            spawn, byWords[spawn.Words].Where(task => task.Created >= spawn.Started - Tolerance), Content));
        var byTime = free.Values.Where(task => task.IsExact).OrderBy(task => task.Created).ToList();
        open.RemoveAll(spawn => Take(spawn, Between(byTime, spawn), Time));
        unresolved = open.Count;
        return links;

        bool Take(SpawnedTask spawn, IEnumerable<BegunTask> candidates, string how)
        {
            var child =
                candidates.Where(task => task.Id != spawn.Parent && free.ContainsKey(task.Id)).MinBy(task => task.Created);
            if (child is null)
            {
                return false;
            }
            free.Remove(child.Id);
            links.Add(new ChildLink(spawn.Parent, child.Id, spawn.Started, how));
            return true;
        }
    }

    private static bool IsWithin(BegunTask task, SpawnedTask spawn) =>
        task.Created >= spawn.Started - Tolerance && task.Created <= (spawn.Ended ?? spawn.Started + LongestWait);

    /// <summary>Those made while the call was open, of a list in order of time.</summary>
    private static IEnumerable<BegunTask> Between(List<BegunTask> tasks, SpawnedTask spawn)
    {
        var (low, high) = (0, tasks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = tasks[middle].Created < spawn.Started ? (middle + 1, high) : (low, middle);
        }
        return tasks.Skip(low).TakeWhile(task => task.Created <= (spawn.Ended ?? spawn.Started + LongestWait));
    }
}
