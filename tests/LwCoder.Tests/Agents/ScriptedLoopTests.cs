using LwCoder.Agents.Events;
using LwCoder.Agents.Scripted;
using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents;

public sealed class ScriptedLoopTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly List<SessionEvent> _events = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_script_that_goes_as_written_ends_in_success()
    {
        _folder.Write("greeting.txt", "hello world\n");

        var success = await PlayAsync("""
            - say: I look.
              run: cat greeting.txt
              prints: hello
            - edit: greeting.txt
              find: world
              replace: there
            - run: grep -q there greeting.txt && exit 3
              exit: 3
            - finish: Done.
            """);

        success.Should().BeTrue();
        File.ReadAllText(_folder.In("greeting.txt")).Should().Be("hello there\n");
        _events.OfType<ToolCalled>().Select(call => call.Tool).Should().Equal("Bash", "Edit", "Bash");
        _events.OfType<ToolReturned>().Should().OnlyContain(result => !result.IsError);
        _events.Last().Should().Be(new SessionResult(ResultStatus.Success, "Done."));
    }

    [Theory]
    [InlineData("- run: exit 4", "*ended with 4 instead of 0")]
    [InlineData("- run: echo yes\n  prints: no", "*did not print 'no'")]
    [InlineData("- edit: missing.txt\n  find: a\n  replace: b", "there is no file*")]
    [InlineData("- edit: file.txt\n  find: a\n  replace: b", "*not exactly once*")]
    [InlineData("- edit: file.txt\n  find: z\n  replace: b", "*not exactly once*")]
    [InlineData("- say: nothing more", "*without a 'finish'*")]
    public async Task A_step_that_does_not_go_as_written_fails_the_session(string script, string why)
    {
        _folder.Write("file.txt", "aa");

        (await PlayAsync(script + "\n- finish: never reached".Replace("- finish", why.Contains("finish") ? "- say" : "- finish")))
            .Should().BeFalse();

        _events.Last().Should().BeOfType<SessionResult>().Which.Text.Should().Match(why);
        File.ReadAllText(_folder.In("file.txt")).Should().Be("aa");
    }

    [Theory]
    [InlineData("just text")]
    [InlineData("- jump: high")]
    [InlineData("- run: [a, b]")]
    [InlineData("- run: x\n  exit: many")]
    public void Something_else_than_a_script_is_refused(string text) =>
        FluentActions.Invoking(() => Script.Parse(text, "script.yaml")).Should().Throw<UserError>().WithMessage("script.yaml*");

    private Task<bool> PlayAsync(string script) =>
        new ScriptedLoop(new ProcessRunner(), _folder.Path, _events.Add).PlayAsync(Script.Parse(script, "script.yaml"), default);
}
