using LwCoder.Agents.Events;
using LwCoder.Benchmarks.Measuring;
using LwCoder.Benchmarks.Subjects;
using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Benchmarks;

/// <summary>
/// What `eval` takes beyond tests and models: the tests are `true`, the model answers at once. Everything is evaluated anew
/// each time, in a repository of 10 000 files and with a trace of 700 KB.
/// </summary>
internal static class EvalWork
{
    private const int Files = 10_000;
    private const double Goal = 1_000;
    private const string PlanId = "evaluate-quickly";
    private const string Answer = """{"criteria":[],"feedback":"Fine.","score":0.5,"narrative":"A story."}""";

    public static async Task<int> RunAsync(int rounds)
    {
        using var scratch = new ScratchFolder();
        var lwCoder = await ReleasedTool.InstallAsync(scratch);
        await using var model = await ModelServer.StartAsync(TimeSpan.Zero, Answer);
        var repository = await PlanRepository.CreateAsync(scratch, "repo", Files);
        repository.Write("[code]\ntool = 'mini'\nsandbox = 'host'\n[eval]\ntest_command = 'true'\n", ".lw_coder", "config.toml");
        repository.WritePlan(PlanId, "implemented");
        await CarryOutAsync(repository);
        var eval = repository.Run(lwCoder, "eval", PlanId, "--verdict", "accept", "--trust", "--force");
        eval = eval with
        {
            Environment = new Dictionary<string, string?>(eval.Environment)
            {
                ["OPENROUTER_API_KEY"] = "none", ["OPENROUTER_MODEL"] = "m", ["OPENROUTER_BASE_URL"] = $"{model.Address}v1",
            },
        };
        var (one, two) = (scratch["one"], scratch["two"]);
        var git = new ProcessSpec("sh", ["-c", $"""
            git worktree add -q --detach '{one}' & git worktree add -q --detach '{two}' & wait
            git worktree remove '{one}' & git worktree remove '{two}' & wait
            """])
        { WorkingDirectory = repository.Root };
        var series = await Rounds.MeasureAsync(rounds,
        [
            Subject.OfProgram("git worktree add and remove, two at once", git),
            Subject.OfProgram("lw_coder eval --force", eval, says: "sample"),
        ]);
        var report = new Report();
        report.Add(series[0]);
        report.Add(series[1], series[0]);
        report.AddLimit("eval's own work", series[1].Wall, Goal);
        report.Write(Console.Out);
        return 0;
    }

    /// <summary>Leaves a worktree with a change and the record of a session, as `code` does.</summary>
    private static async Task CarryOutAsync(PlanRepository repository)
    {
        var worktree = Path.Combine(repository.Root, ".lw_coder", "worktrees", PlanId);
        var git = new GitCli(new ProcessRunner());
        await git.RunAsync(repository.Root, default, "worktree", "add", "--quiet", "-b", PlanId, worktree);
        for (var number = 0; number < 20; number++)
        {
            File.AppendAllText(Path.Combine(worktree, PlanRepository.FileName(number)), "one more line\n");
        }
        var now = TimeProvider.System.GetUtcNow();
        var directory = new RunCatalog(Path.Combine(repository.Root, ".lw_coder", "runs")).Create(PlanId, now);
        RunRecord.Begin(directory, new RunManifest
        {
            RunId = directory.Id.ToString(), PlanId = PlanId, PlanPath = "", State = RunState.Finished, CreatedAt = now,
            Owner = ProcessIdentity.Current.ToString(), Worktree = worktree, Branch = PlanId,
            BaseSha = (await git.RunAsync(repository.Root, default, "rev-parse", "HEAD")).TrimEnd(),
            Tool = "mini", Mode = "headless", Sandbox = "host",
        });
        using (var log = new SessionLog(directory.SessionFile))
        {
            var text = string.Concat(Enumerable.Repeat("    public string Name => _name; // line\n", 45));
            for (var number = 0; number < 350; number++)
            {
                log.Write(new ToolCalled($"{number}", "Read", """{"file_path":"/workspace/src/a.cs"}"""));
                log.Write(new ToolReturned($"{number}", IsError: false, ExitCode: null, text));
            }
        }
        File.WriteAllText(directory.TraceFile, TraceWriter.Render(SessionLog.Read(directory.SessionFile), []));
    }
}
