using System.Diagnostics;
using System.Globalization;
using LwCoder.Platform.Processes;

namespace LwCoder.Tests.Support;

/// <summary>`kill -9` of a process whose standard output is redirected.</summary>
internal static class Killed
{
    /// <summary>
    /// Returns when nothing of it can write any more: neither what it had started nor what it was just starting.
    /// </summary>
    public static async Task WithAllItStartedAsync(Process root)
    {
        var listed = await new ProcessRunner().RunAsync(new ProcessSpec("ps", "-A", "-o", "pid=,ppid="), default);
        var parents = listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToLookup(ids => Number(ids[1]), ids => Number(ids[0]));
        var tree = new List<int> { root.Id };
        for (var i = 0; i < tree.Count; i++)
        {
            tree.AddRange(parents[tree[i]]);
        }
        root.Kill(entireProcessTree: true);
        await root.StandardOutput.ReadToEndAsync();
        await root.WaitForExitAsync();
        await Eventually.True(() => tree.TrueForAll(id => ProcessTree.StartTime(id) is null));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
