using System.Globalization;
using System.Text.RegularExpressions;
using LwCoder.Benchmarks.Measuring;
using LwCoder.Benchmarks.Subjects;
using LwCoder.Platform.Processes;

namespace LwCoder.Benchmarks;

/// <summary>
/// The time from the start of `lw_coder code` to the agent's first instruction, in a warm image and with the plan's
/// worktree from an earlier run, against a plain `docker run` of the same image.
/// </summary>
internal static partial class AgentStart
{
    private const double Goal = 2;
    private const string PlanId = "start-quickly";

    public static async Task<int> RunAsync(int rounds)
    {
        using var scratch = new ScratchFolder();
        await using var image = await StubImage.TryBuildAsync(scratch);
        if (image is null)
        {
            Console.Error.WriteLine($"skipped: no container engine with {StubImage.Base} answers (see DOCKER_HOST)");
            return 0;
        }
        var lwCoder = await ReleasedTool.InstallAsync(scratch);
        var repository = await PlanRepository.CreateAsync(scratch, "repo");
        repository.WritePlan(PlanId);
        repository.Write($"FROM {StubImage.Name}\n", ".lw_coder", "code.Dockerfile");
        image.RepositoryRoot = repository.Root;
        // The stub says when it was started in the worktree and, for the plain run, on standard output.
        var started = Path.Combine(repository.Root, ".lw_coder", "worktrees", PlanId, StubImage.StartedFile);
        var code = repository.Run(lwCoder, "code", PlanId, "--tool", StubImage.Tool, "--sandbox", "docker");
        code = code with
        {
            Environment = new Dictionary<string, string?>(code.Environment) { ["LW_CODER_NETWORK"] = StubImage.Network },
        };
        var steps = await BareSteps.BuildAsync(scratch, image.Run, repository);
        var series = await Rounds.MeasureAsync(rounds,
        [
            new("docker run <image> <agent>", () => MeasureAsync(image.Run, output => output)),
            new("the same processes from a bare .NET program", () => MeasureAsync(steps, output => output)),
            new("lw_coder code <plan>", () => MeasureAsync(code, _ => File.ReadAllText(started))),
        ]);
        var report = new Report();
        report.Add(series[0]);
        report.Add(series[1], series[0]);
        report.Add(series[2], series[0], Goal);
        report.Write(Console.Out);
        return 0;
    }

    private static async Task<Sample> MeasureAsync(ProcessSpec program, Func<string, string> whereItSaysWhen)
    {
        var processor = ChildTime.Total;
        var before = TimeProvider.System.GetUtcNow();
        var output = await new ProcessRunner().RunAsync(program, CancellationToken.None);
        if (!output.Succeeded)
        {
            throw new InvalidOperationException($"{program} ended with {output.ExitCode}: {output.Error}{output.Output}");
        }
        var nanoseconds = long.Parse(UnixTime().Match(whereItSaysWhen(output.Output)).Value, CultureInfo.InvariantCulture);
        var wall = DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick) - before;
        return new Sample(wall.TotalMilliseconds, (ChildTime.Total - processor).TotalMilliseconds);
    }

    [GeneratedRegex(@"\d{19}")]
    private static partial Regex UnixTime();
}
