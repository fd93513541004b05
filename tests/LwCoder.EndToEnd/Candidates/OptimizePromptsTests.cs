using System.Text.Json.Nodes;
using LwCoder.EndToEnd.Harness;

namespace LwCoder.EndToEnd.Candidates;

/// <summary>`optimize prompts` with the installed tool, killed again and again.</summary>
public sealed class OptimizePromptsTests
{
    private static readonly string[] Arguments =
        ["optimize", "prompts", "--sandbox", "host", "--trust", "--budget-calls", "20", "--json"];

    [FactNeeding]
    public async Task Killed_anywhere_it_goes_on_and_ends_with_a_candidate_and_its_comparison()
    {
        await using var planted = await PlantedRepository.CreateAsync(plans: 6);
        planted.Bench.Server.AddAnswer(PlantedRepository.Script, _ => "```\nPLANTED-4 Do it better: {plan_text}\n```");
        var known = new Dictionary<string, string>();
        foreach (var finished in new[] { 1, 4, 7 })
        {
            await using var running = await planted.Bench.StartAsync(Arguments);
            var sessions = planted.Sessions;
            await Limited.UntilAsync(
                () => Results(planted).Count >= finished && planted.Sessions > sessions, $"no {finished} replays ended");
            (await planted.Bench.RunProgramAsync("/", "kill", "-KILL", $"{running.Id}")).ExitCode.Should().Be(0);
            await running.Exited.WaitAsync(Limited.Patience);
            var results = Results(planted);
            known.Should().BeSubsetOf(results, "what was finished is not repeated");
            known = results;
        }

        var run = await planted.Bench.RunAsync(Arguments);

        run.ShouldEndWith(ExitCode.Done);
        Results(planted).Should().Contain(known);
        var answer = JsonNode.Parse(run.Output)!;
        ((string)answer["candidate"]!).Should().Be("mini/default/candidate-003");
        ((string)answer["comparison"]!["candidates"]![0]!["verdict"]!).Should().Be("inconclusive", "two plans are held out");
        ((double)answer["comparison"]!["candidates"]![0]!["difference"]!).Should().Be(0.5);
        Directory.GetDirectories(planted.Bench.Repository[".lw_coder", "comparisons"], "work", SearchOption.AllDirectories)
            .Should().BeEmpty();
        (await planted.Bench.RunAsync("candidates", "show", "3")).Output.Should().Contain("optimize gepa");
    }

    private static Dictionary<string, string> Results(PlantedRepository planted)
    {
        var comparisons = new DirectoryInfo(planted.Bench.Repository[".lw_coder", "comparisons"]);
        return !comparisons.Exists ? [] : comparisons.EnumerateDirectories("cmp-*")
            .Select(folder => Path.Combine(folder.FullName, "results")).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.json")).ToDictionary(file => file, File.ReadAllText);
    }
}
