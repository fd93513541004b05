using System.Runtime.Versioning;
using LwCoder.Agents;
using LwCoder.Agents.Events;
using LwCoder.Agents.Mini;
using LwCoder.Platform.Processes;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Scripting;
using LwCoder.Sandboxes;
using LwCoder.Sessions;
using LwCoder.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Agents.Mini;

/// <summary>The loop with scripted answers and real commands, in a folder and nothing around it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MiniAgentTests : IDisposable
{
    private static readonly MiniAgent Agent = new();

    private readonly TempDirectory _folder = new();
    private readonly ManualTime _time = new();
    private readonly List<SessionEvent> _events = [];
    private readonly List<IReadOnlyList<ChatMessage>> _asked = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commands_edits_and_the_end_are_told_as_events()
    {
        _folder.Write("work/a.txt", "one\ntwo\r\nthree");

        await RunAsync(
            MiniScript.Bash("echo hello; echo oops >&2; exit 3") with { Answer = "I look.", InputTokens = 10, OutputTokens = 5 },
            MiniScript.Edit("a.txt", "two", "2"),
            MiniScript.Write("new/b.txt", "made\n"),
            MiniScript.Finish("it is done"));

        _events[0].Should().BeOfType<SessionStarted>().Which.Should().BeEquivalentTo(new { Tool = "mini", Model = "script" });
        _events.OfType<MessageSpoken>().Should().ContainSingle().Which.Text.Should().Be("I look.");
        Returned(0).Should().BeEquivalentTo(new { IsError = true, ExitCode = (int?)3, Text = "hello\noops\n[exit code 3]" });
        Returned(1).IsError.Should().BeFalse();
        _events[^1].Should().BeOfType<SessionResult>().Which.Should().BeEquivalentTo(
            new { Status = ResultStatus.Success, Text = "it is done" });
        _events.OfType<UsageReported>().Last().Should().BeEquivalentTo(new { Id = (string?)null, Input = 10L, Output = 5L });
        _events.Should().OnlyContain(happened => happened.Session == "s");
        File.ReadAllText(_folder.In("work", "a.txt")).Should().Be("one\n2\r\nthree");
        File.ReadAllText(_folder.In("work", "new", "b.txt")).Should().Be("made\n");
        Directory.EnumerateFiles(_folder.In("input")).Should().BeEmpty();
    }

    [Fact]
    public async Task The_model_is_told_what_is_left()
    {
        await RunAsync(
            new AgentLimits(10, 2m, TimeSpan.FromHours(1)), MiniScript.Bash("true") with { Cost = 0.5m }, MiniScript.Finish());

        WordsOf(_asked[0][^1]).Should().EndWith("[left: 10 of 10 steps, 1h of time]").And.StartWith("the prompt");
        WordsOf(_asked[1][^1]).Should().StartWith("[no output]").And.Contain("[left: 9 of 10 steps, $1.50 of $2, 1h of time]");
    }

    [Theory]
    [InlineData("missing", "*'find' is not in a.txt*")]
    [InlineData("o", "*more than once*")]
    [InlineData("", "*'find' is not in a.txt*")]
    public async Task An_edit_that_does_not_fit_exactly_once_changes_nothing(string find, string complaint)
    {
        _folder.Write("work/a.txt", "one two");

        await RunAsync(MiniScript.Edit("a.txt", find, "x"), MiniScript.Finish());

        Returned(0).IsError.Should().BeTrue();
        Returned(0).Text.Should().Match(complaint);
        File.ReadAllText(_folder.In("work", "a.txt")).Should().Be("one two");
    }

    [Fact]
    public async Task Files_that_are_not_there_or_no_text_cannot_be_edited()
    {
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(_folder.In("work")).FullName, "bytes"), [0x61, 0xff]);
        _folder.Write("work/large", new string('a', (1024 * 1024) + 1));

        await RunAsync(
            MiniScript.Edit("none", "a", "b"), MiniScript.Edit("bytes", "a", "b"), MiniScript.Edit("large", "a", "b"),
            MiniScript.Finish());

        Returned(0).Text.Should().StartWith("none cannot be read");
        Returned(1).Text.Should().StartWith("bytes is no UTF-8 text");
        Returned(2).Text.Should().StartWith("large is larger than");
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_ended_with_what_it_started_and_its_output_is_kept()
    {
        var running = RunAsync(
            MiniScript.Bash("echo begun; touch begun; sleep 98765 & sleep 98765", seconds: 1), MiniScript.Finish());
        await Eventually.True(() => File.Exists(_folder.In("work", "begun")));
        _time.Advance(TimeSpan.FromSeconds(1));

        await running.WaitAsync(Eventually.Limit);

        Returned(0).Should().BeEquivalentTo(new { IsError = true, ExitCode = (int?)null });
        Returned(0).Text.Should().StartWith("begun").And.Contain("longer than 1 s");
    }

    [Fact]
    public async Task Endless_output_keeps_its_two_ends()
    {
        await RunAsync(MiniScript.Bash("echo first; seq 1 300000; echo last"), MiniScript.Finish());

        Returned(0).Text.Should().StartWith("first").And.EndWith("last").And.Contain("bytes left out");
        Returned(0).Text.Length.Should().BeLessThan(25_000);
    }

    [Fact]
    public async Task Calls_that_make_no_sense_are_answered_with_what_is_wrong()
    {
        await RunAsync(
            MiniScript.Call("fly"), MiniScript.Call("edit", ("path", "x")),
            MiniScript.Call("task", ("subagent", "x"), ("task", "y")), MiniScript.Call("finish"), MiniScript.Finish());

        _events.OfType<ToolReturned>().Should().HaveCount(4).And.OnlyContain(result => result.IsError);
        Returned(0).Text.Should().Contain("there is no tool 'fly'").And.Contain("bash");
    }

    [Fact]
    public async Task A_subagent_is_a_conversation_of_its_own_below_the_call()
    {
        _folder.Write(
            "droids/reviewer.md", Agent.FormatSubagent(new Subagent("reviewer", "Reviews: all of it", "You review.\n")));

        await RunAsync(
            MiniScript.Call("task", ("subagent", "reviewer"), ("task", "look")) with { Signature = "mini" },
            MiniScript.Bash("echo seen") with { Signature = "mini/reviewer", InputTokens = 7 },
            new ScriptEntry { Signature = "mini/reviewer", Answer = "nothing is wrong" },
            MiniScript.Finish() with { Signature = "mini", When = "nothing is wrong" });

        var task = _events.OfType<ToolCalled>().First();
        task.Should().BeEquivalentTo(new { Tool = "task", Parent = (string?)null });
        _events.OfType<ToolCalled>().Last().Should().BeEquivalentTo(new { Tool = "bash", Parent = task.Id });
        Returned(1).Should().BeEquivalentTo(new { task.Id, Text = "nothing is wrong", IsError = false });
        _events.OfType<SessionResult>().Should().ContainSingle();
        _events.OfType<UsageReported>().Last().Input.Should().Be(7);
        WordsOf(_asked[0][0]).Should().Contain("- reviewer: Reviews: all of it");
        WordsOf(_asked[1][0]).Should().EndWith("You review.");
        _asked[1].Should().HaveCount(2, "it sees nothing of the main conversation");
    }

    [Fact]
    public async Task When_its_steps_are_used_up_it_is_stopped()
    {
        await RunAsync(
            new AgentLimits(2, 10, TimeSpan.FromHours(1)), MiniScript.Bash("true"), MiniScript.Bash("true"), MiniScript.Finish());

        ShouldEndWith(ErrorClass.Budget, "the limit of 2 steps is reached*");
        _asked.Should().HaveCount(2);
    }

    [Fact]
    public async Task When_its_money_is_spent_it_is_stopped()
    {
        await RunAsync(
            new AgentLimits(100, 1, TimeSpan.FromHours(1)),
            MiniScript.Bash("true") with { Cost = 1.2m }, MiniScript.Finish());

        ShouldEndWith(ErrorClass.Budget, "the limit of $1 is reached*$1.20*");
        _events.OfType<UsageReported>().Last().Cost.Should().Be(1.2m);
    }

    [Theory]
    [InlineData(ModelErrorKind.Authentication, "Login")]
    [InlineData(ModelErrorKind.RateLimited, "Limit")]
    [InlineData(ModelErrorKind.Payment, "Limit")]
    [InlineData(ModelErrorKind.Server, "Provider")]
    [InlineData(ModelErrorKind.NotFound, "Model")]
    public async Task What_the_provider_refuses_is_an_error_of_its_class(ModelErrorKind kind, string expected)
    {
        await RunAsync(MiniScript.Bash("true"), MiniScript.Fails(kind));

        ShouldEndWith(Enum.Parse<ErrorClass>(expected), "*");
    }

    [Fact]
    public async Task An_answer_that_was_cut_off_is_asked_for_again()
    {
        await RunAsync(MiniScript.Fails(ModelErrorKind.CutOff), MiniScript.Finish());

        _events[^1].Should().BeOfType<SessionResult>().Which.Status.Should().Be(ResultStatus.Success);
    }

    [Fact]
    public async Task A_model_that_only_talks_is_reminded_and_then_given_up()
    {
        await RunAsync(new ScriptEntry { Answer = "I could do this.", Repeat = true });

        _asked.Should().HaveCount(3);
        WordsOf(_asked[1][^1]).Should().Contain("called no tool");
        _events[^1].Should().BeOfType<SessionResult>().Which.Text.Should().EndWith("call no tool");
        _events.OfType<SessionError>().Should().BeEmpty("nothing failed around the model");
    }

    [Fact]
    public async Task Giving_up_is_a_failure()
    {
        await RunAsync(MiniScript.Finish("the plan contradicts itself", failed: true));

        _events[^1].Should().BeEquivalentTo(new { Status = ResultStatus.Failed, Text = "the plan contradicts itself" });
    }

    [Fact]
    public async Task Cancelling_ends_the_command_that_runs()
    {
        using var cancel = new CancellationTokenSource();
        var running = RunAsync(
            new AgentLimits(10, 10, TimeSpan.FromHours(1)), cancel.Token, MiniScript.Bash("echo $$ > pid; exec sleep 98764"));
        var pid = _folder.In("work", "pid");
        await Eventually.True(() => File.Exists(pid) && File.ReadAllText(pid).EndsWith('\n'));
        var id = int.Parse(File.ReadAllText(pid), null);

        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
        ProcessTree.StartTime(id).Should().BeNull();
    }

    private Task RunAsync(params ScriptEntry[] answers) => RunAsync(new AgentLimits(50, 10, TimeSpan.FromHours(1)), answers);

    private Task RunAsync(AgentLimits limits, params ScriptEntry[] answers) => RunAsync(limits, default, answers);

    private async Task RunAsync(AgentLimits limits, CancellationToken cancel, params ScriptEntry[] answers)
    {
        Directory.CreateDirectory(_folder.In("work"));
        var input = Directory.CreateDirectory(_folder.In("input")).FullName;
        var droids = Directory.CreateDirectory(_folder.In("droids")).FullName;
        var launch = new BuiltInLaunch(
            "s", new Listening(new ScriptedChatClient(new Script(answers)), _asked), "the prompt\n",
            [.. Directory.EnumerateFiles(droids).Select(File.ReadAllText)], _folder.In("work"), limits, _time);
        var shell = new SandboxShell(
            new ProcessRunner(), new BareShell(_folder.In("work")), input, input + "/", _time);
        await Agent.RunAsync(launch, shell, _events.Add, cancel);
    }

    private void ShouldEndWith(ErrorClass kind, string text)
    {
        _events.OfType<SessionError>().Should().ContainSingle().Which.Class.Should().Be(kind);
        _events.OfType<SessionError>().Single().Text.Should().Match(text);
        _events[^1].Should().BeOfType<SessionResult>().Which.Status.Should().Be(ResultStatus.Failed);
    }

    private ToolReturned Returned(int index) => _events.OfType<ToolReturned>().ElementAt(index);

    private static string WordsOf(ChatMessage message) => string.Concat(
        message.Contents.Select(
            content => (content as TextContent)?.Text ?? (content as FunctionResultContent)?.Result as string));

    /// <summary>Keeps what was asked.</summary>
    private sealed class Listening(IChatClient inner, List<IReadOnlyList<ChatMessage>> asked) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            asked.Add([.. messages]);
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }

    /// <summary>No sandbox at all.</summary>
    private sealed class BareShell(string folder) : ISandboxShell
    {
        public int? ProcessId => null;

        public ProcessSpec Command(SandboxCommand command) => new(command.Arguments[0], [.. command.Arguments.Skip(1)])
        {
            WorkingDirectory = folder,
            // bash complains of a locale that is not installed.
            Environment = new Dictionary<string, string?> { ["LC_ALL"] = null },
            WriteInput = command.InputFile is not { } file ? null : async (input, cancel) =>
            {
                await using var content = File.OpenRead(file);
                await content.CopyToAsync(input, cancel);
            },
        };

        public UserError? Explain(int exitCode, string errorOutput) => null;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
