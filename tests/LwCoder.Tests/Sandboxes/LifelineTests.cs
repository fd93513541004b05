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

    /// <summary>Has the script wait so many seconds between the request to end and force, in place of ten.</summary>
    internal static void SetGrace(string script, int seconds)
    {
        var (text, list) = (File.ReadAllText(script), string.Join(' ', Enumerable.Range(1, 10)));
        text.Should().Contain($"in {list};");
        File.WriteAllText(script, text.Replace($"in {list};", $"in {string.Join(' ', Enumerable.Range(1, seconds))};"));
    }

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
    public async Task When_the_lifeline_breaks_nothing_is_left_and_nobody_waits_in_vain()
    {
        SetGrace(_script, seconds: 1000);
        await using var held = new HeldProcess(Spec("", "sh", "-c", """
            echo $$
            setsid sh -c 'echo $$; exec sleep 300' &
            (echo $(exec sh -c 'echo $PPID'); sleep 300) &
            wait
            """));
        var processes = await held.ReadLinesAsync(3);

        await held.KillHolderAsync();

        await ShouldBeGoneAsync(processes);
    }

    [Fact]
    public async Task Who_ignores_the_request_is_ended_by_force()
    {
        SetGrace(_script, seconds: 1);
        await using var held = new HeldProcess(Spec("", "sh", "-c", """
            trap '' TERM
            echo $$
            setsid sh -c 'echo $$; while :; do sleep 1; done' &
            while :; do sleep 1; done
            """));
        var processes = await held.ReadLinesAsync(2);

        await held.KillHolderAsync();

        await ShouldBeGoneAsync(processes);
    }

    /// <summary>Whoever was started in the background ignores SIGINT, and so would all that it starts.</summary>
    private ProcessSpec Spec(string input, params string[] command) =>
        new("env", ["--default-signal=INT", "setsid", "sh", _script, "tree", input, .. command]) { HoldInputOpen = true };

    private static Task ShouldBeGoneAsync(List<string> processes) => Eventually.True(
        () => processes.TrueForAll(id => ProcessTree.StartTime(int.Parse(id, CultureInfo.InvariantCulture)) is null));
}
