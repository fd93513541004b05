using LwCoder.Benchmarks.Measuring;
using LwCoder.Benchmarks.Subjects;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Sqlite;

namespace LwCoder.Benchmarks;

/// <summary>`telemetry stats` and its siblings on a store of 1 000 sessions and 200 000 calls.</summary>
internal static class TelemetryStats
{
    public const string Verb = "stats";

    private const int Sessions = 1_000;
    private const int CallsEach = 200;
    private const double Goal = 200;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(int rounds)
    {
        using var scratch = new ScratchFolder();
        var lwCoder = await ReleasedTool.InstallAsync(scratch);
        var repository = await PlanRepository.CreateAsync(scratch, "repo");
        await FillAsync(StoreLocation.DatabaseIn(Path.Combine(repository.Root, ".lw_coder")));
        var series = await Rounds.MeasureAsync(rounds,
        [
            Subject.OfProgram("lw_coder --version", repository.Run(lwCoder, "--version")),
            Subject.OfProgram("lw_coder telemetry stats", repository.Run(lwCoder, "telemetry", "stats"), says: "plan"),
            Subject.OfProgram("lw_coder telemetry sessions", repository.Run(lwCoder, "telemetry", "sessions"), says: "s-999"),
            Subject.OfProgram("lw_coder telemetry show", repository.Run(lwCoder, "telemetry", "show", "s-500"), says: "shell"),
            Subject.OfProgram("lw_coder telemetry tools", repository.Run(lwCoder, "telemetry", "tools"), says: "shell"),
        ]);
        var report = new Report();
        foreach (var one in series)
        {
            report.Add(one);
        }
        report.AddLimit("telemetry stats", series[1].Wall, Goal);
        report.Write(Console.Out);
        return 0;
    }

    private static async Task FillAsync(string database)
    {
        await using var store = SqliteStore.At(database, TimeProvider.System);
        var batch = new TelemetryBatch(text => text);
        for (var i = 0; i < Sessions; i++)
        {
            AddSession(batch, $"s-{i:000}", i);
            if (i % 50 == 49)
            {
                await store.WriteAsync(batch, CancellationToken.None);
                batch.Clear();
            }
        }
    }

    private static void AddSession(TelemetryBatch batch, string id, int number)
    {
        var start = Start.AddHours(number);
        batch.Add(new SessionRow
        {
            SessionId = id,
            TaskId = id,
            StartedAt = start,
            Status = number % 7 == 0 ? SessionStatus.Failed : SessionStatus.Completed,
            PlanId = $"plan-{number % 40}",
            Tool = number % 2 == 0 ? "claude-code" : "droid",
            Model = $"model-{number % 5}",
            PromptFingerprint = $"{number % 12:x8}",
            TotalCost = 0.01m * (number % 90),
            TokensIn = 1_000 * number,
            DurationMs = 1_000 * (number % 600),
        });
        for (var call = 0; call < CallsEach; call++)
        {
            batch.Add(new ToolCallRow
            {
                SessionId = id,
                NativeId = $"toolu_{number}_{call}",
                ToolName = $"Tool{call % 8}",
                Category = call % 8 == 0 ? "shell" : "read",
                Status = call % 11 == 0 ? "error" : "completed",
                ArgsSummary = new string('a', 300),
                DurationMs = call * 7,
                Ts = start.AddSeconds(call).ToUnixTimeMilliseconds(),
                Seq = call,
            });
        }
    }
}
