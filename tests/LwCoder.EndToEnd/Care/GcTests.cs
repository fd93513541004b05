using LwCoder.EndToEnd.Harness;

namespace LwCoder.EndToEnd.Care;

/// <summary>`lw_coder gc` with a real engine. Only shown, as the engine may be a developer's own.</summary>
public sealed class GcTests
{
    [FactNeeding(Need.Docker)]
    public async Task Images_of_repositories_that_are_gone_are_found_and_a_users_own_base_is_not()
    {
        await using var bench = await Workbench.CreateAsync();
        var image = $"lw_coder_mini:{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(
            bench.Repository["Dockerfile"],
            "FROM lw_coder_mini:latest\nLABEL lw_coder.repository=/no/such/repository\n");
        var built = await bench.RunProgramAsync(
            bench.Repository.Path, "docker", "build", "--tag", image, bench.Repository.Path);
        built.ExitCode.Should().Be(0, built.Error);
        try
        {
            var run = (await bench.RunAsync("gc", "--dry-run")).ShouldEndWith(ExitCode.Done);

            run.Output.Should().Contain($"\t{image}\t/no/such/repository is gone").And.NotContain("lw_coder_mini:latest");
        }
        finally
        {
            await bench.RunProgramAsync("/", "docker", "rmi", image);
        }
    }
}
