using LwCoder.EndToEnd.Harness;

namespace LwCoder.EndToEnd;

/// <summary>The installed command itself: what every invocation owes its caller.</summary>
public sealed class InstalledToolTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    public async Task Help_and_version_answer_on_standard_output(string option)
    {
        await using var bench = await Workbench.CreateAsync();

        var run = (await bench.RunAsync(option)).ShouldEndWith(ExitCode.Done);

        run.Output.Should().NotBeEmpty();
        run.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("code", "--no-such-option")]
    [InlineData("code", "plan.md", "--no-such-option")]
    public async Task A_command_line_it_does_not_understand_is_a_usage_error(params string[] arguments)
    {
        await using var bench = await Workbench.CreateAsync();

        var run = (await bench.RunAsync(arguments)).ShouldEndWith(ExitCode.Usage);

        run.Error.Should().Contain("--no-such-option");
    }

    [Fact]
    public async Task The_demo_does_the_real_job_with_a_scripted_agent()
    {
        await using var bench = await Workbench.CreateAsync();

        var run = (await bench.RunAsync("demo")).ShouldEndWith(ExitCode.Done);

        (run.Output + run.Error).Should().Contain("scripted");
    }

    [FactNeeding(Need.Claude)]
    public async Task Runs_can_be_listed_and_shown()
    {
        await using var bench = await Workbench.InitialisedAsync();
        (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Done);

        var list = (await bench.RunAsync("runs", "list", "--json")).ShouldEndWith(ExitCode.Done);
        var diff = (await bench.RunAsync("runs", "diff", ScratchRepository.PlanId)).ShouldEndWith(ExitCode.Done);

        list.Output.Should().Contain(ScratchRepository.PlanId);
        diff.Output.Should().Contain("hello.txt");
    }
}
