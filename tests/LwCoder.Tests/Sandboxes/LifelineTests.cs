using System.Globalization;
using System.Runtime.Versioning;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sandboxes;

/// <summary>The script as it runs on a host without bubblewrap.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LifelineTests : IDisposable
{
    private readonly SandboxTempFolder _folder = new();
    private readonly string _script;

    public LifelineTests() => _script = MountFiles.WriteLifeline(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("kill -KILL $$", 137)]
    [InlineData("true", 0)]
    public async Task The_exit_code_is_passed_on(string command, int expected) =>
        (await SandboxFixture.RunAsync(Spec("", "sh", "-c", command))).ExitCode.Should().Be(expected);

    [Fact]
    public async Task Input_comes_from_the_file_and_not_from_the_lifeline()
    {
        var input = _folder.Write("-a prompt", "hello\n");

        (await SandboxFixture.RunAsync(Spec(input, "cat"))).Output.Should().Equal("hello");
        (await SandboxFixture.RunAsync(Spec("", "cat"))).Output.Should().BeEmpty();
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are() =>
        (await SandboxFixture.RunAsync(Spec("", "printf", "%s|", "a b", "", "-n", "$HOME", "ü*")))
            .Output.Should().Equal("a b||-n|$HOME|ü*|");

    [Fact]
    public async Task A_missing_program_says_so()
    {
        var (exitCode, _, error) = await SandboxFixture.RunAsync(Spec("", "lw-no-such-program"));

        exitCode.Should().Be(127);
        error.Should().Be("lw_coder: 'lw-no-such-program' is not installed in this sandbox");
    }

    [Fact]
    public async Task Signals_reach_the_agent_as_if_it_were_alone()
    {
        var (_, output, _) = await SandboxFixture.RunAsync(Spec("", "sh", "-c", "trap 'echo INT; exit 3' INT; kill -INT $$"));

        output.Should().Equal("INT");
    }

    [Fact]
    public async Task When_the_lifeline_breaks_nothing_is_left()
    {
        var command = Spec("", "sh", "-c", "echo $$; setsid sh -c 'echo $$; exec sleep 300' & (echo $(exec sh -c 'echo $PPID'); sleep 300) & wait");
        var (lines, holder, parent) = await StartHeldAsync(command, 3);
        await using (parent)
        {
            NativeSignals.Send(holder, NativeSignals.Kill);

            await ShouldBeGoneAsync(lines, TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task Who_ignores_the_request_is_ended_by_force()
    {
        var command = Spec("", "sh", "-c", "trap '' TERM; echo $$; setsid sh -c 'echo $$; while :; do sleep 1; done' & while :; do sleep 1; done");
        var (lines, holder, parent) = await StartHeldAsync(command, 2);
        await using (parent)
        {
            NativeSignals.Send(holder, NativeSignals.Kill);

            await ShouldBeGoneAsync(lines, TimeSpan.FromSeconds(20));
        }
    }

    private ProcessSpec Spec(string input, params string[] command) =>
        new("setsid", ["sh", _script, "tree", input, .. command]) { HoldInputOpen = true };

    /// <summary>`sleep` stands for lw_coder: it holds the other end of the lifeline.</summary>
    /// <returns>The process ids the command printed, and that of the holder.</returns>
    private static async Task<(List<int> Printed, int Holder, IRunningProcess Parent)> StartHeldAsync(ProcessSpec command, int lines)
    {
        var parent = new ProcessRunner().Start(new ProcessSpec(
            "sh", ["-c", "sleep 300 | \"$@\"", "sh", command.Program, .. command.Arguments]));
        var printed = new List<int>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var line in parent.ReadLinesAsync(limit.Token))
        {
            printed.Add(int.Parse(line.Text, CultureInfo.InvariantCulture));
            if (printed.Count == lines)
            {
                break;
            }
        }
        var holder = await new ProcessRunner().RunAsync(new ProcessSpec("pgrep", "-P", $"{parent.Id}", "sleep"), default);
        return (printed, int.Parse(holder.Output.Trim(), CultureInfo.InvariantCulture), parent);
    }

    private static async Task ShouldBeGoneAsync(List<int> processes, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (processes.Any(id => ProcessTree.StartTime(id) is not null))
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
