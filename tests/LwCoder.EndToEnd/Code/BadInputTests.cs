using LwCoder.EndToEnd.Harness;

namespace LwCoder.EndToEnd.Code;

/// <summary>Input that must end in a clear error and lose nothing.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("plan_id: say-hello", "plan_id: ../x", "plan_id")]
    [InlineData("plan_id: say-hello", "plan_id: x.lock", "plan_id")]
    [InlineData("plan_id: say-hello", "plan_id: .xyz", "plan_id")]
    [InlineData("plan_id: say-hello", "plan_id: --list", "plan_id")]
    [InlineData("plan_id: say-hello", "plan_id: HEAD", "plan_id")]
    [InlineData("plan_id: say-hello", "plan_id: a..b", "plan_id")]
    [InlineData("status: ready", "status: someday", "draft")]
    [InlineData("status: ready", "status: ready\nbranch_name: x", "branch_name")]
    [InlineData("  - hello.txt greets", "  - greets: well: yes", "quote")]
    [InlineData("---\nplan_id", "plan_id", "front matter")]
    [InlineData("status: ready", "status: [ready", "plan.md:")]
    [InlineData("status: ready\n", "", "status")]
    public async Task A_plan_that_is_not_valid_is_refused_with_the_reason(string valid, string broken, string reason)
    {
        await using var bench = await Workbench.InitialisedAsync();
        var plan = (await File.ReadAllTextAsync(bench.Repository.PlanFile)).Replace(valid, broken, StringComparison.Ordinal);
        await File.WriteAllTextAsync(bench.Repository.PlanFile, plan);

        var code = (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Failed);

        code.Error.Should().Contain(reason).And.NotContain("   at ", "a user's mistake is no stack trace");
        (await File.ReadAllTextAsync(bench.Repository.PlanFile)).Should().Be(plan);
        Directory.Exists(bench.Repository.Worktree).Should().BeFalse();
    }

    [Fact]
    public async Task A_commit_of_another_repository_is_refused()
    {
        await using var bench = await Workbench.InitialisedAsync();
        var plan = await File.ReadAllTextAsync(bench.Repository.PlanFile);
        var elsewhere = plan.Replace(await bench.Repository.HeadAsync(), new string('a', 40), StringComparison.Ordinal);
        await File.WriteAllTextAsync(bench.Repository.PlanFile, elsewhere);

        var code = (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Failed);

        code.Error.Should().Contain("aaaaaaaa").And.Contain("commit");
    }

    [Fact]
    public async Task A_folder_that_is_no_repository_is_named()
    {
        await using var bench = await Workbench.CreateAsync();
        Directory.Delete(bench.Repository[".git"], recursive: true);

        var code = await bench.CodeAsync("claude-code", "--sandbox", "host");

        code.Code.Should().BeOneOf((int)ExitCode.Failed, (int)ExitCode.Environment);
        code.Error.Should().Contain("git repository");
    }

    [Theory]
    [InlineData("init", "--quiet")]
    [InlineData("init", "--quiet", "--bare")]
    [InlineData("init", "--quiet", "--object-format=sha256")]
    public async Task A_repository_that_cannot_be_served_is_told_so(params string[] init)
    {
        await using var bench = await Workbench.CreateAsync();
        Directory.Delete(bench.Repository[".git"], recursive: true);
        await bench.Repository.GitAsync(init);

        var code = await bench.CodeAsync("claude-code", "--sandbox", "host");

        code.Code.Should().BeOneOf((int)ExitCode.Failed, (int)ExitCode.Environment);
        code.Error.Should().Contain("fix:").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_branch_that_is_checked_out_elsewhere_is_left_alone()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await bench.Repository.GitAsync("checkout", "--quiet", "-b", ScratchRepository.PlanId);

        var code = (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Failed);

        code.Error.Should().Contain(ScratchRepository.PlanId).And.Contain(bench.Repository.Path);
    }

    [Fact]
    public async Task A_folder_of_somebody_elses_in_the_worktrees_place_is_left_alone()
    {
        await using var bench = await Workbench.InitialisedAsync();
        Directory.CreateDirectory(bench.Repository.Worktree);
        var precious = Path.Combine(bench.Repository.Worktree, "precious.txt");
        await File.WriteAllTextAsync(precious, "mine");

        (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Failed);

        (await File.ReadAllTextAsync(precious)).Should().Be("mine");
    }

    [Theory]
    [InlineData("colour = \"red\"", "colour")]
    [InlineData("pids = \"many\"", "pids")]
    [InlineData("env_file = \"missing.env\"", "missing.env")]
    [InlineData("idle_timeout = ", "config.toml")]
    public async Task A_mistake_in_the_configuration_is_named(string line, string named)
    {
        await using var bench = await Workbench.InitialisedAsync();
        await bench.ConfigureAsync(line);

        var code = (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Environment);

        code.Error.Should().Contain(named).And.Contain("config.toml").And.NotContain("   at ");
    }

    [FactNeeding(Need.Docker)]
    public async Task A_failing_image_build_shows_its_last_lines()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await File.AppendAllTextAsync(
            bench.Repository[".lw_coder", "code.Dockerfile"], "\nRUN echo the-reason-is-here; exit 3\n");

        var code = (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Environment);

        code.Error.Should().Contain("the-reason-is-here");
    }

    [FactNeeding(Need.Docker)]
    public async Task An_image_without_the_agent_is_named()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await File.WriteAllTextAsync(
            bench.Repository[".lw_coder", "code.Dockerfile"], "ARG BASE_IMAGE\nFROM debian:bookworm-slim\n");

        var code = (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Environment);

        code.Error.Should().Contain("claude");
    }
}
