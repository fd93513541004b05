using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Life;

/// <summary>A plan from its work to its end, with a real agent: given up, brought back, and brought onto main.</summary>
public sealed class WholeLifeTests
{
    private const string Id = ScratchRepository.PlanId;

    [FactNeeding(Need.Claude)]
    public Task On_the_host() => FromCodeToMainAsync("--sandbox", "host");

    [FactNeeding(Need.Docker)]
    public Task In_docker() => FromCodeToMainAsync();

    private static async Task FromCodeToMainAsync(params string[] sandbox)
    {
        await using var bench = await Workbench.InitialisedAsync("commit");
        (await bench.CodeAsync("claude-code", sandbox)).ShouldEndWith(ExitCode.Done);
        bench.Follow("edit");
        (await bench.CodeAsync("claude-code", sandbox)).ShouldEndWith(ExitCode.Done);
        var tip = await bench.Repository.HeadAsync(Id);
        var readme = bench.Repository.InWorktree("README.md");

        (await bench.RunAsync("abandon", "plan.md", "--yes", "--reason", "Too soon.")).ShouldEndWith(ExitCode.Done);
        Directory.Exists(bench.Repository.Worktree).Should().BeFalse();
        (await bench.RunAsync("recover-plan", "--json")).ShouldEndWith(ExitCode.Done).Output.Should().Contain("Too soon.");
        (await bench.RunAsync("recover-plan", Id)).ShouldEndWith(ExitCode.Done);

        (await bench.Repository.HeadAsync(Id)).Should().Be(tip);
        bench.Repository.InWorktree("README.md").Should().Be(readme);
        (await bench.Repository.GitInWorktreeAsync("status", "--porcelain")).Should().Be(" M README.md\n");

        (await bench.RunAsync("finalize", Id)).ShouldEndWith(ExitCode.Done);

        (await bench.Repository.GitAsync("log", "--format=%s", "main")).Should().Be("Say hello\nAdd hello.txt\nBegin\n");
        File.ReadAllText(bench.Repository[ScriptBook.HelloFile]).Should().Be(ScriptBook.Hello);
        File.ReadAllText(bench.Repository["README.md"]).Should().Be(readme);
        (await bench.Repository.GitAsync("branch", "--format=%(refname:short)")).Should().Be("main\n");
        File.ReadAllText(bench.Repository[".lw_coder", "tasks", $"{Id}.md"]).Should().Contain("status: done");
    }
}
