using LwCoder.Benchmarks.Measuring;
using LwCoder.Benchmarks.Subjects;
using LwCoder.Platform.Processes;

namespace LwCoder.Benchmarks;

/// <summary>How long the released lw_coder takes to say something, against a bare .NET hello.</summary>
internal static class Startup
{
    private const double Goal = 2;

    public static async Task<int> RunAsync(int rounds)
    {
        using var scratch = new ScratchFolder();
        var lwCoder = await ReleasedTool.InstallAsync(scratch);
        var hello = await BareHello.BuildAsync(scratch);
        var repository = await PlanRepository.CreateAsync(scratch, "repo");
        string[] commands = ["--version", "--help", "code --help", "cod", "runs list"];
        var series = await Rounds.MeasureAsync(rounds,
        [
            Subject.OfProgram("a bare .NET hello", new ProcessSpec(hello)),
            .. commands.Select(command => Subject.OfProgram(
                $"lw_coder {command}", repository.Run(lwCoder, command.Split(' ')), exitCode: command == "cod" ? 2 : 0)),
        ]);
        var report = new Report();
        report.Add(series[0]);
        foreach (var one in series.Skip(1))
        {
            report.Add(one, series[0], one.Name.EndsWith("--version", StringComparison.Ordinal)
                || one.Name.EndsWith("--help", StringComparison.Ordinal) ? Goal : null);
        }
        report.Write(Console.Out);
        return 0;
    }
}
