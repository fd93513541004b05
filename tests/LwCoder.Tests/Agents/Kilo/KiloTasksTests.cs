using LwCoder.Agents.Events;
using LwCoder.Agents.Kilo;
using LwCoder.Tests.Support;
using LwCoder.Tests.Support.Kilo;

namespace LwCoder.Tests.Agents.Kilo;

public sealed class KiloTasksTests : IDisposable
{
    private readonly AgentsTestFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(KiloTaskFiles.Native)]
    [InlineData(KiloTaskFiles.Xml)]
    [InlineData($$"""{"version":2,"messages":{{KiloTaskFiles.Native}}}""")]
    [InlineData("\uFEFF" + KiloTaskFiles.Native)]
    public void A_task_of_each_protocol_has_its_words_calls_and_answers(string conversation)
    {
        var events = Read(conversation);

        events[0].Should().BeEquivalentTo(
            new { Tool = "kilo", Mode = "code", Model = "anthropic/claude-sonnet-4.5", Workspace = "/home/dev/app",
                Session = KiloTaskFiles.Parent });
        events.OfType<MessageSpoken>().First(message => message.Role == "user").Text.Should().Be("Fix the parser");
        events.OfType<MessageSpoken>().Should().Contain(message => message.Role == "thinking" && message.Text == "hm");
        events.OfType<ToolCalled>().Select(call => call.Tool)
            .Should().ContainInOrder("read_file", "execute_command", "apply_diff", "attempt_completion");
        var calls = events.OfType<ToolCalled>().ToDictionary(call => call.Id, call => call.Tool);
        var answers = events.OfType<ToolReturned>().ToDictionary(answer => calls[answer.Id]);
        answers["read_file"].Should().BeEquivalentTo(new { IsError = false, ExitCode = (int?)null });
        answers["read_file"].Text.Should().StartWith("print(1)");
        answers["execute_command"].ExitCode.Should().Be(conversation == KiloTaskFiles.Xml ? 0 : 1);
        answers["apply_diff"].IsError.Should().BeTrue();
        events.Should().OnlyContain(happened => happened.Time != null);
    }

    [Fact]
    public void What_requests_cost_comes_from_the_screen_and_the_provider_is_no_model()
    {
        var usage = Read(KiloTaskFiles.Native).OfType<UsageReported>().ToList();

        usage.Should().BeEquivalentTo(
        [
            new { Id = "request-1767600001000", Input = 1250L, Output = 34L, Cached = 9000L, Cost = 0.02m },
            // This protocol's input has what was cached in it.
            new { Id = "request-1767600003000", Input = 600L, Output = 10L, Cached = 400L, Cost = 0.01m },
        ]);
    }

    [Fact]
    public void Trouble_and_the_end_are_told_in_their_place()
    {
        var events = Read(KiloTaskFiles.Native);

        events.OfType<SessionError>().Single().Text.Should().Be("diff_error: no match");
        events[^1].Should().BeOfType<SessionResult>().Which.Text.Should().Be("Fixed.");
        events.Select(happened => happened.Time).SkipLast(1).Should().BeInAscendingOrder();
    }

    [Fact]
    public void A_task_that_only_the_screen_tells_of_has_no_exit_codes()
    {
        var events = Read(null);

        events.OfType<MessageSpoken>().Select(message => (message.Role, message.Text))
            .Should().Equal(("user", "Fix the parser"), ("assistant", "I will look."));
        events.OfType<ToolCalled>().Select(call => call.Tool).Should().Equal("read_file", "execute_command");
        events.OfType<ToolReturned>().Single().ExitCode.Should().BeNull();
        events.OfType<UsageReported>().Should().HaveCount(2);
    }

    [Fact]
    public void Where_the_conversation_is_cut_the_screen_goes_on()
    {
        var cut = KiloTaskFiles.Native[..KiloTaskFiles.Native.IndexOf("toolu_2", StringComparison.Ordinal)];

        var events = Read(cut);

        events.OfType<ToolCalled>().Select(call => (call.Id, call.Tool))
            .Should().Equal(("toolu_1", "read_file"), ("screen-1767600004000", "execute_command"));
        events.OfType<RecordDamaged>().Single().What.Should().Contain("cut");
    }

    [Fact]
    public void A_file_that_a_crash_left_empty_is_named()
    {
        Read(KiloTaskFiles.Native, "").OfType<RecordDamaged>().Should().ContainSingle()
            .Which.Should().Match<RecordDamaged>(
                damage => damage.File.EndsWith("ui_messages.json") && damage.What == "it is empty");
        Read("", KiloTaskFiles.Screen).OfType<RecordDamaged>().Single().File.Should().EndWith("api_conversation_history.json");
        Read(KiloTaskFiles.Native).OfType<RecordDamaged>().Should().BeEmpty();
    }

    [Fact]
    public void A_completion_after_which_the_model_was_asked_again_is_no_end()
    {
        var screen = KiloTaskFiles.Screen.Replace(
            """{"ts":1767600008001,"type":"ask","ask":"completion_result","text":""}""",
            """{"ts":1767600009000,"type":"say","say":"user_feedback","text":"more"},{"ts":1767600009001,"type":"say","say":"api_req_started","text":"{}"}""");

        Read(KiloTaskFiles.Native, screen).OfType<SessionResult>().Should().BeEmpty();
        Read(KiloTaskFiles.Native, null).OfType<SessionResult>()
            .Should().ContainSingle("the conversation itself says that it is done");
    }

    [Theory]
    [InlineData("""{"ts":1767600009000,"type":"ask","ask":"command","text":"rm x"}""", nameof(ErrorClass.Permission))]
    [InlineData(
        """{"ts":1767600009000,"type":"say","say":"api_req_started","text":"{\"cancelReason\":\"user_cancelled\"}"}""",
        nameof(ErrorClass.Cancelled))]
    [InlineData(
        """{"ts":1767600009000,"type":"say","say":"api_req_started","text":"{\"cancelReason\":\"streaming_failed\",\"streamingFailedMessage\":\"overloaded\"}"}""", nameof(ErrorClass.Provider))]
    [InlineData("""{"ts":1767600009000,"type":"ask","ask":"payment_required_prompt","text":"{}"}""", nameof(ErrorClass.Limit))]
    public void How_a_task_was_left_is_told(string last, string expected)
    {
        Read(KiloTaskFiles.Native, $$"""[{"ts":1767600000300,"type":"say","say":"text","text":"Fix"},{{last}}]""")
            .OfType<SessionError>().Last().Class.ToString().Should().Be(expected);
    }

    [Fact]
    public void A_store_is_found_from_its_root_its_tasks_or_one_task_without_locks_links_and_strays()
    {
        var task = KiloTaskFiles.Write(_store.Path, KiloTaskFiles.Parent, KiloTaskFiles.Native);
        KiloTaskFiles.Write(_store.Path, "1767600000300", KiloTaskFiles.Xml, screen: null);
        File.WriteAllText(Path.Combine(task, "ui_messages.json.lock"), "");
        File.WriteAllText(Path.Combine(task, "ui_messages.json.tmp.123"), "[");
        Directory.CreateDirectory(Path.Combine(_store.Path, "tasks", "empty"));
        using var outside = new AgentsTestFolder();
        KiloTaskFiles.Write(outside.Path, "secret", KiloTaskFiles.Native);
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(
                Path.Combine(_store.Path, "tasks", "link"), Path.Combine(outside.Path, "tasks", "secret"));
            Directory.CreateDirectory(Path.Combine(_store.Path, "tasks", "linked-file"));
            File.CreateSymbolicLink(
                Path.Combine(_store.Path, "tasks", "linked-file", "ui_messages.json"),
                Path.Combine(outside.Path, "tasks", "secret", "ui_messages.json"));
        }

        var tasks = new KiloTasks();
        tasks.Find(_store.Path).Select(one => one.Session).Should().Equal(KiloTaskFiles.Parent, "1767600000300");
        tasks.Find(Path.Combine(_store.Path, "tasks")).Should().HaveCount(2);
        tasks.Find(task).Should().ContainSingle();
        tasks.FilesOf(tasks.Find(task).Single()).Select(Path.GetFileName)
            .Should().Equal("api_conversation_history.json", "ui_messages.json");
    }

    [Fact]
    public void Newer_stores_say_which_task_started_which()
    {
        var child = KiloTaskFiles.Write(_store.Path, "child", KiloTaskFiles.Native);
        var other = KiloTaskFiles.Write(_store.Path, "other", KiloTaskFiles.Native);
        File.WriteAllText(Path.Combine(
            other, "history_item.json"), """{"id":"other","parentTaskId":"p2","childIds":["x"],"mode":"ask","workspace":"/w"}""");
        File.WriteAllText(Path.Combine(
            _store.Path, "tasks", "_index.json"), """{"entries":[{"id":"p1","childIds":["child"]},{"id":"child"}]}""");

        var tasks = new KiloTasks();
        var started =
            tasks.Find(_store.Path).ToDictionary(one => one.Session, one => tasks.Read(one).OfType<SessionStarted>().First());
        started["child"].ParentSession.Should().Be("p1");
        started["other"].ParentSession.Should().Be("p2");
        started["other"].ChildSessions.Should().Equal("x");
        child.Should().NotBeNull();
    }

    [Fact]
    public void Ids_are_the_same_when_a_conversation_was_condensed_meanwhile()
    {
        var whole = Read(KiloTaskFiles.Xml).OfType<ToolCalled>().Select(call => call.Id).ToList();
        var rows = KiloTaskFiles.Xml.Split("\n ");
        var condensed =
            string.Join(
                "\n ", rows[0],
                """{"role":"assistant","ts":1767600002600,"content":"Summary","isSummary":true,"condenseId":"c"},""",
                string.Join("\n ", rows[3..]));

        whole.Should().Contain(Read(condensed).OfType<ToolCalled>().Select(call => call.Id));
    }

    private List<SessionEvent> Read(string? conversation, string? screen = KiloTaskFiles.Screen)
    {
        Directory.Delete(Directory.CreateDirectory(_store["tasks"]).FullName, recursive: true);
        var folder = KiloTaskFiles.Write(_store.Path, KiloTaskFiles.Parent, conversation, screen);
        var tasks = new KiloTasks();
        return [.. tasks.Read(tasks.Find(folder).Single())];
    }
}
