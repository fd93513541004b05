using System.Diagnostics;
using LwCoder.Platform.Processes;

namespace LwCoder.Benchmarks.Measuring;

/// <param name="MeasureAsync">Does it once.</param>
internal sealed record Subject(string Name, Func<Task<Sample>> MeasureAsync)
{
    /// <summary>A program from its start to its end.</summary>
    /// <param name="says">Must occur in what it writes, so that the wrong thing is not measured.</param>
    /// <param name="prepare">Done before each time, and not measured.</param>
    public static Subject OfProgram(
        string name, ProcessSpec program, int exitCode = 0, string says = "", Action? prepare = null) => new(name, async () =>
    {
        prepare?.Invoke();
        var processor = ChildTime.Total;
        var start = Stopwatch.GetTimestamp();
        var output = await new ProcessRunner().RunAsync(program, CancellationToken.None);
        var wall = Stopwatch.GetElapsedTime(start);
        return output.ExitCode == exitCode && (output.Error + output.Output).Contains(says, StringComparison.Ordinal)
            ? new Sample(wall.TotalMilliseconds, (ChildTime.Total - processor).TotalMilliseconds)
            : throw new InvalidOperationException($"{program} ended with {output.ExitCode}: {output.Error}{output.Output}");
    });

    /// <summary>Something that this process does itself.</summary>
    public static Subject OfCode(string name, Action run) => new(name, () =>
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Task.FromResult(new Sample(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0));
    });
}

/// <summary>Measures subjects in turn, A B A B, so that they meet the same noise.</summary>
internal static class Rounds
{
    private const int WarmUps = 3;

    public static async Task<IReadOnlyList<Series>> MeasureAsync(int rounds, IReadOnlyList<Subject> subjects)
    {
        var samples = subjects.Select(_ => new List<Sample>()).ToList();
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < subjects.Count; i++)
            {
                var sample = await subjects[i].MeasureAsync();
                if (round >= 0)
                {
                    samples[i].Add(sample);
                }
            }
        }
        return [.. subjects.Zip(samples, (subject, taken) => new Series(subject.Name, taken))];
    }
}
