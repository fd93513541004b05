using System.Text.Json.Nodes;
using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Candidates;

/// <summary>
/// A repository with past plans, whose four tests look for `t1` to `t4` in result.txt. The model of `mini` writes as many of
/// them as the prompts it was given are planted to be good for: two by the active ones, four and one by the candidates.
/// </summary>
internal sealed class PlantedRepository : IAsyncDisposable
{
    public const string Script = "planted";

    private PlantedRepository(Workbench bench) => Bench = bench;

    public Workbench Bench { get; }

    /// <summary>The folder of the only comparison.</summary>
    public string Folder => Directory.GetDirectories(Bench.Repository[".lw_coder", "comparisons"], "cmp-*").Single();

    public JsonNode Comparison => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "comparison.json")))!;

    /// <summary>Sessions of the agent: its conversations begin without the result of a tool.</summary>
    public int Sessions => Bench.Server.Requests.Count(request =>
        request.Script == Script && request.Conversation is { ToolResults: 0, Tools.Count: > 0 });

    public static async Task<PlantedRepository> CreateAsync(int plans = 5)
    {
        var bench = await Workbench.CreateAsync();
        bench.Server.AddScript(Script, Step.Write("result.txt", conversation => string.Join(' ',
            Enumerable.Range(1, 4).Where(passing => Enumerable.Range(passing, 5 - passing)
                .Any(planted => conversation.AllText.Contains($"PLANTED-{planted}", StringComparison.Ordinal)))
                .Select(test => $"t{test}")) + "\n"));
        bench.LetMiniFollow(Script);
        var repository = bench.Repository;
        await File.WriteAllTextAsync(repository["tests.sh"], """
            echo 1..4
            for test in 1 2 3 4; do
              if grep -qs "t$test" result.txt; then echo "ok $test - t$test"; else echo "not ok $test - t$test"; fi
            done

            """);
        await repository.GitAsync("add", "tests.sh");
        await repository.GitAsync("commit", "--quiet", "--message=Tests");
        File.Delete(repository.PlanFile);
        await bench.InitialiseAsync();
        await bench.ConfigureAsync(Workbench.HostNetwork, "tool = 'mini'", "[eval]", "test_command = 'sh tests.sh'");
        Directory.Delete(repository[".lw_coder", "judges"], recursive: true);
        await WritePromptsAsync("active/mini/default", 2);
        await WritePromptsAsync("candidates/mini/default/candidate-001", 4);
        await WritePromptsAsync("candidates/mini/default/candidate-002", 1);
        for (var number = 1; number <= plans; number++)
        {
            await repository.WritePlanAsync(
                repository[".lw_coder", "tasks", $"plan-{number}.md"], $"plan-{number}", status: "done");
        }
        return new PlantedRepository(bench);

        async Task WritePromptsAsync(string set, int passing)
        {
            var folder = repository[[".lw_coder", "prompts", .. set.Split('/')]];
            Directory.CreateDirectory(folder);
            foreach (var subagent in Directory.GetFiles(folder, "*.md"))
            {
                File.Delete(subagent);
            }
            await File.WriteAllTextAsync(Path.Combine(folder, "main.md"), $"PLANTED-{passing} Do it: {{plan_text}}");
        }
    }

    public static string[] Compare(params string[] more) =>
        ["candidates", "compare", "1", "2", "--attempts", "1", "--trust", .. more.Contains("--sandbox")
            ? [] : new[] { "--sandbox", "host" }, .. more];

    /// <summary>Results of finished replays, by file.</summary>
    public Dictionary<string, string> Results() =>
        Directory.Exists(Bench.Repository[".lw_coder", "comparisons"])
        && Directory.GetDirectories(Bench.Repository[".lw_coder", "comparisons"], "cmp-*") is [var folder]
        && Directory.Exists(Path.Combine(folder, "results"))
            ? Directory.GetFiles(Path.Combine(folder, "results"), "*.json").ToDictionary(file => file, File.ReadAllText)
            : [];

    public void ShouldSayWhichIsBetter()
    {
        var candidates = Comparison["candidates"]!.AsArray();
        candidates.Select(candidate => (string)candidate!["verdict"]!).Should().Equal("won", "lost");
        ShouldDiffer();
    }

    public void ShouldDiffer() => Comparison["candidates"]!.AsArray()
        .Select(candidate => (double)candidate!["difference"]!).Should().Equal(0.5, -0.25);

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}
