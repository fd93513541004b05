using System.Text.Json.Nodes;
using LwCoder.Benchmarks.Optimizers.Sim;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Benchmarks.Optimizers.Golden;

/// <summary>
/// Replays whole recorded runs of the reference (<c>{"runs": [{config, seed, iterations_log, …}]}</c>): the recorded texts
/// are what the reflecting model says, the simulated world scores them, and every decision has to be the recorded one.
/// </summary>
internal static class TraceReplay
{
    public const string Verb = "traces";

    public static int Run(string[] arguments)
    {
        if (arguments is not [var file])
        {
            Console.Error.WriteLine($"usage: {Verb} TRACES.json");
            return 2;
        }
        var runs = JsonNode.Parse(File.ReadAllText(file))!["runs"]!.AsArray();
        var passed = 0;
        foreach (var run in runs)
        {
            var config = run!["config"]!;
            var difference = JsonMatch.Difference(Expected(run), Replay(run));
            passed += difference is null ? 1 : 0;
            var name = $"{config["world"]} {config["variant"]} {config["select"]} merge={config["merge"]} "
                + $"module={config["module"]} seed {run["seed"]}";
            Console.WriteLine(difference is null ? $"pass  {name}" : $"FAIL  {name}: {difference}");
        }
        Console.WriteLine($"{passed} of {runs.Count} traces pass");
        return passed == runs.Count && passed > 0 ? 0 : 1;
    }

    private static JsonObject Expected(JsonNode run)
    {
        var expected = run.DeepClone().AsObject();
        expected.Remove("config");
        expected.Remove("seed");
        foreach (var iteration in expected["iterations_log"]!.AsArray())
        {
            // Their template is their own; what it led to is in the file.
            iteration!.AsObject().Remove("prompt_sha256");
        }
        return expected;
    }

    private static JsonObject Replay(JsonNode run)
    {
        var config = run["config"]!.AsObject();
        var texts = run["iterations_log"]!.AsArray().Select(iteration => iteration!["new_texts"]).OfType<JsonObject>();
        var isTwo = config["variant"]!.GetValue<string>() == "two";
        var log = new IterationLog();
        var options = EngineCases.Options(config) with
        {
            Minibatch = config["minibatch"]!.GetValue<int>(),
            StopConditions = [StopCondition.MetricCalls(config["budget"]!.GetValue<int>())],
            OnEvent = log.Add,
        };
        var host = new ReplayHost(new SimWorld(config["world"]!.GetValue<string>()), isTwo, texts);
        var search = new GepaSearch(Json.Candidate(run["candidates"]![0]), host, options, run["seed"]!.GetValue<int>());
        search.RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        var pool = search.Pool;
        return new JsonObject
        {
            ["total_calls"] = log.MetricCalls,
            ["iterations"] = log.Iterations.Count,
            ["accepted"] = pool.Members.Count - 1,
            ["rejected"] = log.Rejected,
            ["skipped"] = log.Skipped,
            ["merge_attempts"] = log.MergeAttempts,
            ["final_val"] = pool.Means[pool.Best],
            ["parents"] = Json.Parents(pool.Members.Select(member => member.Parents)),
            ["candidates"] = Json.Of(pool.Members.Select(member => (JsonNode)Json.Of(member.Candidate))),
            ["iterations_log"] = Json.Of(log.Iterations),
        };
    }
}
