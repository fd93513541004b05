using System.Diagnostics;
using System.Globalization;

namespace LwCoder.Platform.Processes;

/// <summary>Ends a process together with everything it started.</summary>
internal static class ProcessTree
{
    /// <summary>
    /// The descendants are read before anything is signalled: once the root dies its children belong to pid 1 and no
    /// walk finds them. A child that has made itself a daemon escapes; in a container nothing does.
    /// </summary>
    public static async Task EndAsync(Process root, TimeSpan grace)
    {
        if (OperatingSystem.IsWindows())
        {
            KillWindowsTree(root);
            return;
        }
        var tree = Descendants(root.Id);
        if (HasExited(root))
        {
            tree.Remove(root.Id);
        }
        foreach (var id in tree.Keys)
        {
            NativeSignals.Send(id, NativeSignals.Terminate);
        }
        await WaitForEndAsync(tree, grace);
        // Whoever was started after the first look belongs to a survivor of it.
        foreach (var (id, startTime) in tree.ToList().SelectMany(p => Descendants(p.Key)).Concat(tree).Distinct().ToList())
        {
            if (StartTime(id) == startTime)
            {
                NativeSignals.Send(id, NativeSignals.Kill);
            }
        }
        if (!HasExited(root))
        {
            await root.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WaitForEndAsync(Dictionary<int, string?> tree, TimeSpan grace)
    {
        var waited = Stopwatch.StartNew();
        while (tree.Count > 0 && waited.Elapsed < grace)
        {
            await Task.Delay(20);
            foreach (var (id, startTime) in tree.ToList())
            {
                if (StartTime(id) != startTime)
                {
                    tree.Remove(id);
                }
            }
        }
    }

    /// <summary>The process and all its descendants with their start times, so that a reused id is never signalled.</summary>
    private static Dictionary<int, string?> Descendants(int root)
    {
        var children = Snapshot().ToLookup(p => p.Parent, p => p.Id);
        var found = new Dictionary<int, string?>();
        var pending = new Stack<int>([root]);
        while (pending.TryPop(out var id))
        {
            if (StartTime(id) is { } start && found.TryAdd(id, start))
            {
                foreach (var child in children[id])
                {
                    pending.Push(child);
                }
            }
        }
        return found;
    }

    private static IEnumerable<(int Id, int Parent)> Snapshot()
    {
        if (OperatingSystem.IsLinux())
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                    && Fields(id) is { } fields)
                {
                    yield return (id, int.Parse(fields[1], CultureInfo.InvariantCulture));
                }
            }
            yield break;
        }
        foreach (var line in Ps("-axo", "pid=,ppid="))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is [var id, var parent])
            {
                yield return (int.Parse(id, CultureInfo.InvariantCulture), int.Parse(parent, CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Identifies one life of a process id: an opaque text that differs when the id is reused.</summary>
    /// <returns>Null when the process is gone.</returns>
    public static string? StartTime(int id)
    {
        if (OperatingSystem.IsLinux())
        {
            // Field 22 of /proc/<id>/stat, counted after the name in parentheses, which may contain anything.
            return Fields(id) is { } fields && fields[0] is not ("Z" or "X") ? fields[19] : null;
        }
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited ? null : process.StartTime.Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (
            gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string[]? Fields(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static List<string> Ps(params string[] arguments)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", arguments) { RedirectStandardOutput = true })!;
        var lines = new List<string>();
        while (ps.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
        }
        return lines;
    }

    private static void KillWindowsTree(Process root)
    {
        try
        {
            root.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static bool HasExited(Process process)
    {
        try
        {
            return process.HasExited;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
