using System.Diagnostics;
using System.Text.Json.Nodes;
using LwCoder.Benchmarks.Optimizers.Golden;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.FewShot;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Optimizers.Mipro;
using PromptOptimization = LwCoder.Prompting.Optimizers.Optimization;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>One run of our optimizer in a world, through the same door that users take.</summary>
internal static class SimRun
{
    /// <returns>A run as <c>compare.py</c> reads it.</returns>
    public static async Task<JsonObject> RunAsync(ISimulation simulation, string world, int seed, SimSettings settings)
    {
        var started = Stopwatch.GetTimestamp();
        var iterations = 0;
        var improvements = new List<(int Calls, double Mean, Candidate Text)>();
        void Hear(OptimizerProgress now)
        {
            if (now is { Best: { } mean, BestCandidate: { } text } && (improvements.Count == 0 || mean > improvements[^1].Mean))
            {
                improvements.Add((now.MetricCalls, mean, text));
            }
        }
        var task = new SimTask(simulation, settings.IsTwo);
        var data = new DataSplit([.. simulation.Train.Select(SimTask.Row)], [.. simulation.Validation.Select(SimTask.Row)], []);
        IPromptOptimizer optimizer = settings.Optimizer switch
        {
            "mipro" => new MiproV2(
                new SectionedProposer(new SeededModel(simulation.ProposalModel, seed)), settings.Mipro),
            "bootstrap" => new BootstrapFewShot(),
            _ => new Gepa(new SeededModel(simulation.ReflectionModel, seed), settings.Options with
            {
                OnEvent = happened => iterations += happened is GepaEvent.IterationEnded ? 1 : 0,
            }),
        };
        var report = await new PromptOptimization(task, data, optimizer, new OptimizerOptions
        {
            Seed = seed, MaxMetricCalls = settings.Budget, Parallelism = settings.Parallelism, OnProgress = Hear,
        }).RunAsync();
        var wall = Stopwatch.GetElapsedTime(started);
        return new JsonObject
        {
            ["world"] = world, ["seed"] = seed, ["total_calls"] = report.MetricCalls, ["iterations"] = iterations,
            ["wall_s"] = Math.Round(wall.TotalSeconds, 3), ["stopped_by"] = report.Outcome.StoppedBy,
            ["task_calls_on_server"] = await simulation.CountTaskCallsAsync(),
            ["events"] = Json.Of(await Task.WhenAll(improvements.Select(found => JudgeAsync(simulation, found)))),
        };
    }

    private static async Task<JsonNode> JudgeAsync(ISimulation simulation, (int Calls, double Mean, Candidate Text) found)
    {
        var oracle = await simulation.JudgeAsync(found.Text);
        return new JsonObject
        {
            ["calls"] = found.Calls, ["val"] = found.Mean, ["candidate"] = Json.Of(found.Text),
            ["oracle"] = new JsonObject { ["train"] = oracle.Train, ["val"] = oracle.Val, ["test"] = oracle.Test },
        };
    }
}
