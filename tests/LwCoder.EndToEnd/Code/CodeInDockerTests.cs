using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Code;

/// <summary>The main job: `lw_coder code` with the real agents in real containers.</summary>
public sealed class CodeInDockerTests
{
    [TheoryNeeding(Need.Docker)]
    [InlineData("claude-code")]
    [InlineData("droid")]
    public async Task The_agents_work_is_in_the_worktree_and_the_run_is_on_record(string tool)
    {
        await using var bench = await Workbench.InitialisedAsync();

        var code = (await bench.CodeAsync(tool)).ShouldEndWith(ExitCode.Done);

        code.Error.Should().Contain("Plan validation succeeded for")
            .And.Contain($"Worktree prepared at: {bench.Repository.Worktree}");
        bench.Repository.InWorktree(ScriptBook.HelloFile).Should().Be(ScriptBook.Hello);
        (await bench.Repository.GitInWorktreeAsync("status", "--porcelain")).Should().Be("?? hello.txt\n");
        bench.Repository.Status().Should().Be("status: implemented");

        var run = bench.Repository.LatestRun();
        run.Fact("outcome").Should().Be("completed");
        run.Fact("tool").Should().Be(tool);
        run.Fact("sandbox").Should().Be("docker");
        run.Fact("image").Should().Contain("@sha256:");
        run.Fact("base_sha").Should().Be(await bench.Repository.HeadAsync());
        run.Fact("exit_code").Should().Be("0");
        run.Manifest["reported"]!["model"].Should().NotBeNull();
        run.Trace.Should().Contain(ScriptBook.Final).And.Contain(ScriptBook.HelloFile);
        run.Events.Select(recorded => (string)recorded["kind"]!).Should()
            .Contain(["session", "message", "tool_call", "tool_result", "usage", "result"]);
    }

    [TheoryNeeding(Need.Docker)]
    [InlineData("claude-code")]
    [InlineData("droid")]
    public async Task The_patch_makes_the_agents_work_again(string tool)
    {
        await using var bench = await Workbench.InitialisedAsync();
        (await bench.CodeAsync(tool)).ShouldEndWith(ExitCode.Done);

        await bench.Repository.GitAsync("apply", Path.Combine(bench.Repository.LatestRun().Path, "ai_changes.patch"));

        (await File.ReadAllTextAsync(bench.Repository[ScriptBook.HelloFile])).Should().Be(ScriptBook.Hello);
        bench.Repository.LatestRun().Patch.Should().NotContain("plan.md").And.NotContain(".lw_coder");
    }

    [TheoryNeeding(Need.Docker)]
    [InlineData("claude-code")]
    [InlineData("droid")]
    public async Task A_commit_made_inside_is_on_the_hosts_branch(string tool)
    {
        await using var bench = await Workbench.InitialisedAsync("commit");
        var start = await bench.Repository.HeadAsync();

        (await bench.CodeAsync(tool)).ShouldEndWith(ExitCode.Done);

        (await bench.Repository.GitAsync("log", "--format=%s by %an", $"{start}..{ScratchRepository.PlanId}"))
            .Should().Be("Add hello.txt by Ada Scratch\n");
        (await bench.Repository.GitInWorktreeAsync("status", "--porcelain")).Should().BeEmpty();
        (await bench.Repository.GitAsync("config", $"branch.{ScratchRepository.PlanId}.lwcoderbase")).Should().Contain(start);
        (await bench.Repository.HeadAsync()).Should().Be(start, "the user's own branch stays where it is");
    }

    [TheoryNeeding(Need.Docker, Need.Root)]
    [InlineData("claude-code")]
    [InlineData("droid")]
    public async Task Files_and_commits_belong_to_the_caller(string tool)
    {
        const int User = 1500;
        await using var bench = await Workbench.InitialisedAsync("commit", user: User);

        (await bench.CodeAsync(tool)).ShouldEndWith(ExitCode.Done);

        var strangers = await bench.RunProgramAsync("/", "find", bench.Repository.Path, "-not", "-uid", $"{User}");
        strangers.Output.Should().BeEmpty();
    }

    [FactNeeding(Need.Docker)]
    public async Task A_second_run_goes_on_in_the_same_worktree_and_image()
    {
        await using var bench = await Workbench.InitialisedAsync("commit");
        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Done);
        var first = bench.Repository.LatestRun();
        bench.Follow("edit");

        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Done);

        var second = bench.Repository.LatestRun();
        second.Path.Should().NotBe(first.Path);
        second.Fact("image").Should().Be(first.Fact("image"));
        bench.Repository.IsInWorktree(ScriptBook.HelloFile).Should().BeTrue();
        bench.Repository.InWorktree("README.md").Should().Be("The second line.\n");
    }

    [FactNeeding(Need.Docker)]
    public async Task A_changed_Dockerfile_makes_a_new_image()
    {
        await using var bench = await Workbench.InitialisedAsync();
        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Done);
        var first = bench.Repository.LatestRun().Fact("image");
        await bench.AddToImageAsync("ENV CHANGED=1");
        bench.Follow("edit");

        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Done);

        bench.Repository.LatestRun().Fact("image").Should().NotBe(first);
    }

    [TheoryNeeding(Need.Docker)]
    [InlineData("claude-code")]
    [InlineData("droid")]
    public async Task No_container_is_left(string tool)
    {
        await using var bench = await Workbench.InitialisedAsync();

        (await bench.CodeAsync(tool)).ShouldEndWith(ExitCode.Done);

        (await bench.ContainersAsync()).Should().BeEmpty();
    }
}
