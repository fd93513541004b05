using System.Text.Json.Nodes;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>
/// Our optimizers on simulated models: score reached per metric call. Writes what <c>compare.py</c> reads, a file for all worlds
/// and, where there are several, one beside it for each.
/// </summary>
internal static class SimBenchmark
{
    public const string Verb = "sim";

    public static async Task<int> RunAsync(string[] arguments)
    {
        SimSettings settings;
        try
        {
            settings = SimSettings.Parse(arguments);
        }
        catch (FormatException error)
        {
            Console.Error.WriteLine($"""
                {error.Message}
                usage: {Verb} [--optimizer gepa|mipro|bootstrap] [--candidates N] [--server URL] [--worlds w1,d1] [--seeds 24] [--budget 3000] [--selector top_k_pareto]
                           [--variant single|two] [--out FILE] [--compare FOLDER [FILE...]] [--minibatch N] [--persistence N] [--merges N]
                           [--components all] [--runs-at-once N] [--parallelism N]
                Without --server the models are simulated in this process. With --compare and files nothing is run.
                """);
            return 2;
        }
        IReadOnlyList<JsonNode> runs = settings.Files.Count > 0
            ? [.. settings.Files.SelectMany(SimResults.Read)]
            : await RunAllAsync(settings);
        if (settings.Out is { } file && settings.Files.Count == 0)
        {
            SimResults.Write(file, runs, settings);
        }
        SimComparison.Print(runs, settings);
        return 0;
    }

    private static async Task<IReadOnlyList<JsonNode>> RunAllAsync(SimSettings settings)
    {
        var jobs = settings.Worlds
            .SelectMany(world => Enumerable.Range(0, settings.Seeds).Select(seed => (World: world, Seed: seed))).ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.RunsAtOnce };
        var runs = new JsonNode[jobs.Count];
        var done = 0;
        await Parallel.ForAsync(0, jobs.Count, parallel, async (index, _) =>
        {
            var (world, seed) = jobs[index];
            using ISimulation simulation = settings.Server is { } server
                ? await ServedSimulation.ConnectAsync(server, world)
                : new LocalSimulation(world);
            runs[index] = await SimRun.RunAsync(simulation, world.Split(':')[0], seed, settings);
            Console.Error.Write($"\r{Interlocked.Increment(ref done)}/{jobs.Count} runs");
        });
        Console.Error.WriteLine();
        return runs;
    }
}
