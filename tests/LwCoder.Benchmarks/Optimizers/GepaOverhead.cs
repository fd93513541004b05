using System.Globalization;
using LwCoder.Benchmarks.Optimizers.Sim;
using LwCoder.Benchmarks.Subjects;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;
using Microsoft.Extensions.AI;
using PromptOptimization = LwCoder.Prompting.Optimizers.Optimization;

namespace LwCoder.Benchmarks.Optimizers;

/// <summary>What GEPA takes beside its models: processor time of an iteration, and memory as a run grows.</summary>
internal static class GepaOverhead
{
    public const string Verb = "gepa";

    private const double MostMilliseconds = 0.7;
    private const int Times = 5;

    private static readonly int[] Budgets = [3_000, 12_000];

    public static async Task<int> RunAsync()
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var budget in Budgets)
        {
            rows.Add(await CalmestAsync(budget, hasJournal: false, persistence: null));
            rows.Add(await CalmestAsync(budget, hasJournal: true, persistence: null));
            rows.Add(await CalmestAsync(budget, hasJournal: true, persistence: 0));
        }
        string[] heads =
            ["run", "iterations", "processor an iteration", "goal", "met", "heap at a quarter", "heap at the end", "journal"];
        TextTable.Write(Console.Out, forPerson: true, heads, rows);
        return 0;
    }

    /// <summary>The least of several times: what is compiled meanwhile, and once, is no cost of an iteration.</summary>
    private static async Task<IReadOnlyList<string>> CalmestAsync(int budget, bool hasJournal, int? persistence)
    {
        var measured = new List<(double Each, IReadOnlyList<string> Row)>();
        for (var time = 0; time < Times; time++)
        {
            measured.Add(await MeasureAsync(budget, hasJournal, persistence));
        }
        return measured.MinBy(one => one.Each).Row;
    }

    private static async Task<(double Each, IReadOnlyList<string> Row)> MeasureAsync(
        int budget, bool hasJournal, int? persistence)
    {
        using var folder = new ScratchFolder();
        using var simulation = new LocalSimulation("h1");
        var journal = hasJournal ? Path.Combine(folder.Path, "journal.jsonl") : null;
        var models = new ProcessorTime();
        var (iterations, quarter, end) = (0, 0L, 0L);
        var collecting = TimeSpan.Zero;
        void Hear(GepaEvent happened)
        {
            iterations += happened is GepaEvent.IterationEnded ? 1 : 0;
            var due = quarter == 0 ? budget / 4 : budget - 100;
            if (happened is GepaEvent.BudgetUpdated spent && spent.MetricCalls >= due && end == 0)
            {
                var before = ProcessorTime.Now;
                var heap = GC.GetTotalMemory(forceFullCollection: true);
                (quarter, end) = quarter == 0 ? (heap, 0) : (quarter, heap);
                collecting += ProcessorTime.Now - before;
            }
        }
        var optimizer = new Gepa(new TimedModel(new SeededModel(simulation.ReflectionModel, 0), models),
            new GepaOptions { OnEvent = Hear, Persistence = persistence });
        var data = new DataSplit([.. simulation.Train.Select(SimTask.Row)], [.. simulation.Validation.Select(SimTask.Row)], []);
        var start = ProcessorTime.Now;
        var options = new OptimizerOptions { MaxMetricCalls = budget, Parallelism = 1, JournalPath = journal };
        var task = new TimedTask(new SimTask(simulation, isTwo: false), models);
        await new PromptOptimization(task, data, optimizer, options).RunAsync();
        var each = (ProcessorTime.Now - start - collecting - models.Total).TotalMilliseconds / iterations;
        var kept = hasJournal ? $"{new FileInfo(journal!).Length / 1024} KB" : "none";
        return (each,
        [
            $"{budget} calls{(persistence is null ? "" : ", validated at once")}", $"{iterations}",
            $"{each.ToString("0.000", CultureInfo.InvariantCulture)} ms", $"<= {MostMilliseconds} ms",
            each <= MostMilliseconds ? "yes" : "NO", $"{quarter / 1024} KB", $"{end / 1024} KB", kept,
        ]);
    }

    /// <summary>The processor time of the simulated models, which is not ours.</summary>
    private sealed class ProcessorTime
    {
        public static TimeSpan Now => Environment.CpuUsage.TotalTime;

        public TimeSpan Total { get; private set; }

        public void Add(TimeSpan since) => Total += Now - since;
    }

    private sealed class TimedTask(IPromptTask task, ProcessorTime models) : IPromptTask
    {
        public Candidate Baseline => task.Baseline;

        public async Task<Rollout> RunAsync(
            Candidate candidate, LwCoder.Prompting.Signatures.Example example, CancellationToken cancel)
        {
            var before = ProcessorTime.Now;
            var rollout = await task.RunAsync(candidate, example, cancel);
            models.Add(before);
            return rollout;
        }
    }

    private sealed class TimedModel(IChatClient model, ProcessorTime models) : DelegatingChatClient(model)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var before = ProcessorTime.Now;
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            models.Add(before);
            return response;
        }
    }
}
