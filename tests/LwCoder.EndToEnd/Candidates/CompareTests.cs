using LwCoder.EndToEnd.Harness;

namespace LwCoder.EndToEnd.Candidates;

/// <summary>`candidates compare` with the installed tool: killed, and on a swarm.</summary>
public sealed class CompareTests
{
    private const int Replays = 20;
    private const int Jobs = 3;

    [FactNeeding]
    public async Task Killed_anywhere_it_goes_on_and_comes_to_the_same_answer()
    {
        await using var planted = await PlantedRepository.CreateAsync();
        var arguments = PlantedRepository.Compare("--jobs", $"{Jobs}");
        var known = new Dictionary<string, string>();
        var kills = 0;
        foreach (var finished in new[] { 0, 2, 7, 12 })
        {
            await using var running = await planted.Bench.StartAsync(arguments);
            // At the first time in the middle of the first replays, else when one has just ended and others have not.
            var sessions = planted.Sessions;
            await Limited.UntilAsync(
                () => planted.Results().Count >= finished && planted.Sessions > sessions, $"no {finished} replays ended");
            (await planted.Bench.RunProgramAsync("/", "kill", "-KILL", $"{running.Id}")).ExitCode.Should().Be(0);
            await running.Exited.WaitAsync(Limited.Patience);
            kills++;
            var results = planted.Results();
            known.Should().BeSubsetOf(results, "what was finished is not repeated");
            known = results;
        }

        (await planted.Bench.RunAsync(arguments)).ShouldEndWith(ExitCode.Done);

        planted.Results().Should().HaveCount(Replays).And.Contain(known);
        planted.Sessions.Should().BeInRange(Replays, Replays + (kills * Jobs), "only what was under way is done again");
        planted.ShouldSayWhichIsBetter();
        Directory.GetDirectories(planted.Folder, "work", SearchOption.AllDirectories).Should().BeEmpty();
        var (sessionsBefore, record) = (planted.Sessions, planted.Comparison.ToJsonString());
        (await planted.Bench.RunAsync(arguments)).ShouldEndWith(ExitCode.Done);
        planted.Sessions.Should().Be(sessionsBefore);
        planted.Comparison.ToJsonString().Should().Be(record);
    }

    [FactNeeding(Need.Docker)]
    public async Task In_containers_agents_and_tests_of_each_replay_are_on_their_own()
    {
        await using var planted = await PlantedRepository.CreateAsync();

        (await planted.Bench.RunAsync(PlantedRepository.Compare("--sandbox", "docker", "--plans", "plan-2")))
            .ShouldEndWith(ExitCode.Done);

        planted.ShouldDiffer();
        (await planted.Bench.ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync(planted.Bench)).Should().NotContain(
            repository => repository.StartsWith(planted.Folder, StringComparison.Ordinal), "images of replays go with them");
    }

    [FactNeeding(Need.Docker)]
    public async Task On_a_swarm_each_replay_is_a_job()
    {
        await using var planted = await PlantedRepository.CreateAsync();
        await using var swarm = await OneNodeSwarm.CreateAsync(planted.Bench);
        var arguments =
            PlantedRepository.Compare("--engine", "swarm", "--image", swarm.Image, "--jobs", $"{Jobs}", "--plans", "plan-1");

        (await planted.Bench.RunAsync(arguments)).ShouldEndWith(ExitCode.Done);

        planted.ShouldDiffer();
        planted.Sessions.Should().Be(4);
        (await swarm.DockerAsync("service", "ls", "--quiet")).Should().BeEmpty();
        (await swarm.DockerAsync("secret", "ls", "--quiet")).Should().BeEmpty();
        var left = Directory.GetFileSystemEntries(Path.Combine(planted.Folder, "replays"), "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName).Distinct();
        left.Should().Contain("log.txt").And.NotContain(["work", "home", "job.json", "result.json"]);
    }

    /// <returns>
    /// The repository of each image that belongs to one. Other tests make and remove images meanwhile; one that is gone before it
    /// can be looked at is not this test's.
    /// </returns>
    private static async Task<string[]> ImagesAsync(Workbench bench)
    {
        const string Label = "lw_coder.repository";
        var images = await bench.RunProgramAsync("/", "docker", "images", "--quiet", "--filter", $"label={Label}");
        var labels = await bench.RunProgramAsync(
            "/", "docker", ["inspect", "--format", $"{{{{index .Config.Labels \"{Label}\"}}}}",
                .. images.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        return labels.Output.Split('\n');
    }
}
