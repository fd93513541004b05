using System.Text.Json;
using System.Text.Json.Nodes;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>Result files in the benchmark's format.</summary>
internal static class SimResults
{
    private static readonly JsonSerializerOptions Compact = new() { WriteIndented = false };

    public static void Write(string file, IReadOnlyList<JsonNode> runs, SimSettings settings)
    {
        Write(file, runs, settings, string.Join(',', settings.Worlds));
        var worlds = runs.GroupBy(run => run["world"]!.GetValue<string>()).ToList();
        foreach (var world in worlds.Where(_ => worlds.Count > 1))
        {
            Write(Path.ChangeExtension(file, null) + $"-{world.Key}.json", [.. world], settings, world.Key);
        }
    }

    /// <summary>The runs of a file, each with its world.</summary>
    public static IEnumerable<JsonNode> Read(string file)
    {
        var result = JsonNode.Parse(File.ReadAllText(file))!;
        foreach (var run in result["runs"]!.AsArray())
        {
            run!["world"] ??= result["config"]!["world"]!.GetValue<string>();
            yield return run;
        }
    }

    private static void Write(string file, IReadOnlyList<JsonNode> runs, SimSettings settings, string world)
    {
        var result = new JsonObject
        {
            ["implementation"] = "LwCoder.Prompting",
            ["config"] = new JsonObject
            {
                ["world"] = world, ["variant"] = settings.IsTwo ? "two" : "single", ["seeds"] = settings.Seeds,
                ["budget"] = settings.Budget, ["optimizer"] = settings.Optimizer, ["options"] = settings.Said,
                ["server"] = settings.Server?.ToString() ?? "in this process",
            },
            ["runs"] = new JsonArray([.. runs.Select(run => run.DeepClone())]),
        };
        File.WriteAllText(file, result.ToJsonString(Compact) + "\n");
    }
}
