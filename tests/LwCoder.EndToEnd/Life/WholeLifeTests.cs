using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Life;

/// <summary>The whole life of a plan with a real agent: from an idea onto main, also through being given up.</summary>
public sealed class WholeLifeTests
{
    private const string Id = ScratchRepository.PlanId;

    private const string WritePlan =
        $"printf -- '---\\nplan_id: {Id}\\ngit_sha: HEAD\\nstatus: ready\\n---\\n\\n# Say hello\\n\\nGreet.\\n'"
        + $" > ../output/{Id}.md";

    [FactNeeding(Need.Claude, Need.Bwrap)]
    public Task On_the_host_an_idea_comes_to_main() => FromIdeaToMainAsync("host");

    [FactNeeding(Need.Docker)]
    public Task In_docker_an_idea_comes_to_main() => FromIdeaToMainAsync("docker");

    [FactNeeding(Need.Claude, Need.Bwrap)]
    public Task On_the_host_an_abandoned_idea_comes_to_main() => ThroughBeingAbandonedAsync("host");

    [FactNeeding(Need.Docker)]
    public Task In_docker_an_abandoned_idea_comes_to_main() => ThroughBeingAbandonedAsync("docker");

    private static async Task FromIdeaToMainAsync(string sandbox)
    {
        await using var bench = await PlannedAsync(sandbox);
        await CodeAsync(bench, "ok", sandbox);
        PlanIn(bench).Should().Contain("status: implemented");

        await FinalizeAsync(bench);

        (await bench.Repository.GitAsync("log", "--format=%s", "main")).Should().Be("Say hello\nBegin\n");
    }

    private static async Task ThroughBeingAbandonedAsync(string sandbox)
    {
        await using var bench = await PlannedAsync(sandbox);
        await CodeAsync(bench, "commit", sandbox);
        await CodeAsync(bench, "edit", sandbox);
        var (plan, tip, readme) = (PlanIn(bench), await bench.Repository.HeadAsync(Id), bench.Repository.InWorktree("README.md"));

        (await bench.RunAsync("abandon", Id, "--yes", "--reason", "Too soon.")).ShouldEndWith(ExitCode.Done);
        Directory.Exists(bench.Repository.Worktree).Should().BeFalse();
        File.Exists(PlanPath(bench)).Should().BeFalse();
        (await bench.RunAsync("recover-plan", "--json")).ShouldEndWith(ExitCode.Done).Output.Should().Contain("Too soon.");
        (await bench.RunAsync("recover-plan", Id)).ShouldEndWith(ExitCode.Done);

        PlanIn(bench).Should().Be(plan);
        (await bench.Repository.HeadAsync(Id)).Should().Be(tip);
        bench.Repository.InWorktree("README.md").Should().Be(readme);
        (await bench.Repository.GitInWorktreeAsync("status", "--porcelain")).Should().Be(" M README.md\n");

        await FinalizeAsync(bench);

        (await bench.Repository.GitAsync("log", "--format=%s", "main")).Should().Be("Say hello\nAdd hello.txt\nBegin\n");
        File.ReadAllText(bench.Repository["README.md"]).Should().Be(readme);
    }

    private static async Task<Workbench> PlannedAsync(string sandbox)
    {
        var bench = await Workbench.InitialisedAsync(shell: WritePlan);
        var plan = await bench.RunAsync(
            "plan", "--text", "Greet people.", "--headless", "--tool", "claude-code", "--sandbox", sandbox);
        plan.ShouldEndWith(ExitCode.Done).Output.Should().Contain($"lw_coder code {Id}");
        PlanIn(bench).Should().Contain("status: draft");
        return bench;
    }

    private static async Task CodeAsync(Workbench bench, string script, string sandbox)
    {
        bench.Follow(script);
        (await bench.RunAsync("code", Id, "--headless", "--tool", "claude-code", "--sandbox", sandbox))
            .ShouldEndWith(ExitCode.Done);
    }

    private static async Task FinalizeAsync(Workbench bench)
    {
        (await bench.RunAsync("finalize", Id)).ShouldEndWith(ExitCode.Done);

        File.ReadAllText(bench.Repository[ScriptBook.HelloFile]).Should().Be(ScriptBook.Hello);
        (await bench.Repository.GitAsync("branch", "--format=%(refname:short)")).Should().Be("main\n");
        (await bench.Repository.GitAsync("worktree", "list")).TrimEnd().Split('\n').Should().ContainSingle();
        (await bench.Repository.GitAsync("for-each-ref", "refs/lw_coder/finalize", "refs/plan-backups", "refs/plan-abandoned"))
            .Should().BeEmpty();
        PlanIn(bench).Should().Contain("status: done");
    }

    private static string PlanPath(Workbench bench) => bench.Repository[".lw_coder", "tasks", $"{Id}.md"];

    private static string PlanIn(Workbench bench) => File.ReadAllText(PlanPath(bench));
}
