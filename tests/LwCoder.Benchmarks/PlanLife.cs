using LwCoder.Benchmarks.Measuring;
using LwCoder.Benchmarks.Subjects;
using LwCoder.Git;
using LwCoder.Platform.Processes;

namespace LwCoder.Benchmarks;

/// <summary>
/// What is done many times a day around plans: `init`, completing a plan's id in bash, and the lists. What a program takes to
/// start is measured beside it and taken off where a goal is meant beyond it.
/// </summary>
internal static class PlanLife
{
    private const int Completed = 10_000;
    private const int Listed = 1_000;

    /// <summary>As readline does it: the script is loaded, and its function is handed the words of the line.</summary>
    private const string Complete = """
        source "$1"; COMP_WORDS=(lw_coder code "$2"); COMP_CWORD=2
        [[ $3 ]] && _lw_coder
        echo "${#COMPREPLY[@]} offered"
        """;

    public static async Task<int> RunAsync(int rounds)
    {
        using var scratch = new ScratchFolder();
        var lwCoder = await ReleasedTool.InstallAsync(scratch);
        var hello = await BareHello.BuildAsync(scratch);
        var fresh = await PlanRepository.CreateAsync(scratch, "fresh");
        var many = await WithPlansAsync(scratch, Completed);
        var some = await WithPlansAsync(scratch, Listed);
        await BackUpAsync(some);
        var script = await ScriptAsync(lwCoder, scratch, many);
        var series = await Rounds.MeasureAsync(rounds,
        [
            Subject.OfProgram("a bare .NET hello", new ProcessSpec(hello)),
            Subject.OfProgram("lw_coder --version", fresh.Run(lwCoder, "--version")),
            Subject.OfProgram("lw_coder init", fresh.Run(lwCoder, "init"), says: "lw_coder code", prepare: () => Forget(fresh)),
            Subject.OfProgram("lw_coder init, again", fresh.Run(lwCoder, "init"), says: "nothing to do"),
            Subject.OfProgram($"lw_coder plan list, {Listed} plans", some.Run(lwCoder, "plan", "list"), says: Id(Listed - 1)),
            Subject.OfProgram(
                $"lw_coder recover-plan, {Listed} backups", some.Run(lwCoder, "recover-plan"), says: Id(Listed - 1)),
            Subject.OfProgram("bash with the script loaded", Bash(many, script, "", ""), says: "0 offered"),
            Subject.OfProgram(
                $"and one of {Completed} plans completed", Bash(many, script, "plan-0123", "go"), says: "10 offered"),
            Subject.OfProgram($"and all {Completed} plans offered", Bash(many, script, "", "go"), says: $"{Completed} offered"),
        ]);
        var report = new Report();
        report.Add(series[0]);
        foreach (var one in series.Skip(1).Take(5))
        {
            report.Add(one, series[0]);
        }
        foreach (var one in series.Skip(6))
        {
            report.Add(one);
        }
        report.AddLimit("init beyond --version", series[2].WallBeyond(series[1]), 60);
        report.AddLimit("plan list", series[4].Wall, 150);
        report.AddLimit("the backups beyond --version", series[5].WallBeyond(series[1]), 60);
        report.AddLimit("one completion beyond loading", series[7].WallBeyond(series[6]), 40);
        report.AddLimit("all completions beyond loading", series[8].WallBeyond(series[6]), 40);
        report.Write(Console.Out);
        return 0;
    }

    private static async Task<PlanRepository> WithPlansAsync(ScratchFolder scratch, int count)
    {
        var repository = await PlanRepository.CreateAsync(scratch, $"plans-{count}");
        for (var number = 0; number < count; number++)
        {
            repository.WritePlan(Id(number));
        }
        return repository;
    }

    private static async Task BackUpAsync(PlanRepository repository)
    {
        var lines = Enumerable.Range(0, Listed).Select(number => $"create refs/plan-backups/{Id(number)} HEAD\n");
        await new GitCli(new ProcessRunner()).RunAsync(
            new GitCall(repository.Root, "update-ref", "--stdin") { Input = string.Concat(lines) }, default);
    }

    private static async Task<string> ScriptAsync(string lwCoder, ScratchFolder scratch, PlanRepository repository)
    {
        var script = await new ProcessRunner().RunAsync(repository.Run(lwCoder, "completion", "bash"), default);
        scratch.Write(script.Output, "lw_coder.bash");
        return scratch["lw_coder.bash"];
    }

    private static ProcessSpec Bash(PlanRepository repository, string script, string word, string go) =>
        new("bash", "--norc", "--noprofile", "-c", Complete, "bash", script, word, go) { WorkingDirectory = repository.Root };

    private static void Forget(PlanRepository repository)
    {
        Directory.Delete(Path.Combine(repository.Root, ".lw_coder"), recursive: true);
        File.Delete(Path.Combine(repository.Root, ".gitignore"));
    }

    private static string Id(int number) => $"plan-{number:00000}";
}
