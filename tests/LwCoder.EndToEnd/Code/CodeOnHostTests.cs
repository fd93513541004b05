using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Code;

/// <summary>`--sandbox host`: the same job without a container.</summary>
public sealed class CodeOnHostTests
{
    [FactNeeding(Need.Claude)]
    public Task Claude_code_does_the_job_on_the_host() => DoesTheJob("claude-code");

    [FactNeeding(Need.Droid)]
    public Task Droid_does_the_job_on_the_host() => DoesTheJob("droid");

    [FactNeeding(Need.Claude)]
    public async Task A_commit_stays_on_the_branch()
    {
        await using var bench = await Workbench.InitialisedAsync("commit");

        (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Done);

        (await bench.Repository.GitInWorktreeAsync("log", "--format=%s", "-1")).Should().Be("Add hello.txt\n");
    }

    [FactNeeding(Need.Claude, Need.Bwrap)]
    public async Task Bwrap_keeps_the_agent_in_its_worktree_and_home()
    {
        var elsewhere = $"/usr/escaped-{Guid.NewGuid():N}.txt";
        await using var bench = await Workbench.InitialisedAsync(
            shell: $"echo out > ../../../escaped.txt; echo out > {elsewhere}; echo in > inside.txt");

        var code = (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Done);

        code.Error.Should().Contain("bwrap");
        File.Exists(bench.Repository["escaped.txt"]).Should().BeFalse();
        File.Exists(elsewhere).Should().BeFalse();
        bench.Repository.IsInWorktree("inside.txt").Should().BeTrue();
    }

    [FactNeeding(Need.Claude)]
    public async Task The_users_own_home_is_not_written()
    {
        await using var bench = await Workbench.InitialisedAsync();
        var before = Files(bench.Home.Path);

        (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Done);

        Files(bench.Home.Path).Except(before).Where(file => !file.StartsWith(bench.Home[".lw_coder"], StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [FactNeeding(Need.Claude)]
    public async Task Without_an_engine_the_error_names_the_other_sandbox()
    {
        await using var bench = await Workbench.InitialisedAsync();
        bench.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";

        var code = (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Environment);

        code.Error.Should().Contain("--sandbox host");
    }

    private static async Task DoesTheJob(string tool)
    {
        await using var bench = await Workbench.InitialisedAsync();

        var code = (await bench.CodeAsync(tool, "--sandbox", "host")).ShouldEndWith(ExitCode.Done);

        code.Error.Split('\n')[0].Should().Contain("host", "the choice of sandbox is on the first line");
        bench.Repository.InWorktree(ScriptBook.HelloFile).Should().Be(ScriptBook.Hello);
        bench.Repository.LatestRun().Fact("sandbox").Should().Be("host");
        bench.Repository.LatestRun().Fact("outcome").Should().Be("completed");
    }

    private static HashSet<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)];
}
