using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Smoke;

/// <summary>The base images by plain `docker run`: is the agent there, and does it reach the scripted model?</summary>
public sealed class AgentInImageTests
{
    [FactNeeding(Need.Docker)]
    public Task Claude_in_its_image_writes_the_file() => WritesTheFile(
        "lw_coder_claude-code:latest",
        "claude", "-p", "Write hello.txt", "--output-format", "stream-json", "--verbose",
        "--permission-mode", "acceptEdits", "--allowedTools", "Bash");

    [FactNeeding(Need.Docker)]
    public Task Droid_in_its_image_writes_the_file() => WritesTheFile(
        "lw_coder_droid:latest",
        "droid", "exec", "-m", ScratchHome.DroidModel, "--auto", "medium", "-o", "stream-json", "Write hello.txt");

    private static async Task WritesTheFile(string image, params string[] agent)
    {
        await using var bench = await Workbench.CreateAsync();

        var output = await bench.RunProgramAsync(
            bench.Repository.Path, "docker",
            [
                "run", "--rm", "--init", "--network", "host", "--user", "0:0",
                "--volume", $"{bench.Home.Path}:/home/test", "--env", "HOME=/home/test",
                "--env", "ANTHROPIC_BASE_URL", "--env", "ANTHROPIC_AUTH_TOKEN",
                "--volume", $"{bench.Repository.Path}:/workspace", "--workdir", "/workspace", image, .. agent,
            ]);

        output.ExitCode.Should().Be(0, "it said {0}{1}", output.Output, output.Error);
        (await File.ReadAllTextAsync(bench.Repository[ScriptBook.HelloFile])).Should().Be(ScriptBook.Hello);
    }
}
