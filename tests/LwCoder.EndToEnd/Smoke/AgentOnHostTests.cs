using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Smoke;

/// <summary>The harness itself: do the real agents do what the scripted model says, without lw_coder?</summary>
public sealed class AgentOnHostTests
{
    private static readonly string[] Claude =
    [
        "claude", "-p", "Write hello.txt", "--output-format", "stream-json", "--verbose",
        "--permission-mode", "acceptEdits", "--allowedTools", "Bash",
    ];

    private static readonly string[] Droid =
        ["droid", "exec", "-m", ScratchHome.DroidModel, "--auto", "medium", "-o", "stream-json", "Write hello.txt"];

    [FactNeeding(Need.Claude)]
    public Task Claude_writes_the_file() => WritesTheFile(Claude);

    [FactNeeding(Need.Droid)]
    public Task Droid_writes_the_file() => WritesTheFile(Droid);

    [FactNeeding(Need.Claude)]
    public async Task Claude_edits_and_commits()
    {
        await Performs("edit", Claude, Edited);
        await Performs("commit", Claude, Committed);
    }

    [FactNeeding(Need.Droid)]
    public async Task Droid_edits_and_commits()
    {
        await Performs("edit", Droid, Edited);
        await Performs("commit", Droid, Committed);
    }

    [FactNeeding(Need.Claude)]
    public async Task Claude_calls_a_subagent()
    {
        await using var bench = await Workbench.CreateAsync("sub");
        Directory.CreateDirectory(bench.Home[".claude", "agents"]);
        await File.WriteAllTextAsync(
            bench.Home[".claude", "agents", ScriptBook.Subagent + ".md"],
            $"---\nname: {ScriptBook.Subagent}\ndescription: says hello\n---\nSay hello.\n");

        var output = await bench.RunProgramAsync(bench.Repository.Path, Claude[0], Claude[1..]);

        output.Output.Should().Contain(ScriptBook.SubagentAnswer, output.Error);
    }

    private static Task WritesTheFile(string[] agent) => Performs("ok", agent, async bench =>
    {
        (await File.ReadAllTextAsync(bench.Repository[ScriptBook.HelloFile])).Should().Be(ScriptBook.Hello);
        bench.Server.Requests.Should().Contain(request => request.Headers.Values.Contains(ModelRequest.Redacted))
            .And.NotContain(request => request.Headers.Values.Any(value => value.Contains("sk-dummy", StringComparison.Ordinal)));
    });

    private static async Task Performs(string script, string[] agent, Func<Workbench, Task> check)
    {
        await using var bench = await Workbench.CreateAsync(script);

        var output = await bench.RunProgramAsync(bench.Repository.Path, agent[0], agent[1..]);

        output.ExitCode.Should().Be(0, "it said {0}{1}", output.Output, output.Error);
        output.Output.Should().Contain(ScriptBook.Final);
        await check(bench);
    }

    private static async Task Edited(Workbench bench) =>
        (await File.ReadAllTextAsync(bench.Repository["README.md"])).Should().Be("The second line.\n");

    private static async Task Committed(Workbench bench) =>
        (await bench.Repository.GitAsync("log", "--format=%s")).Should().StartWith("Add hello.txt\n");
}
