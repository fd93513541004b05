using LwCoder.Agents.Codex;
using LwCoder.Agents.Events;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents.Codex;

public sealed class CodexTranscriptTests : IDisposable
{
    private const string Session = "01a1ff00-f3ca-7ee3-9e19-dfd15e712568";

    /// <summary>As codex 0.169.0 writes it, shortened.</summary>
    private const string Rollout = """
        {"timestamp":"2026-11-21T16:46:54.970Z","ordinal":0,"type":"session_meta","payload":{"id":"01a1ff00-f3ca-7ee3-9e19-dfd15e712568","cwd":"/home/dev/work","cli_version":"0.169.0","source":"exec"}}
        {"timestamp":"2026-11-21T16:46:55.089Z","type":"response_item","payload":{"type":"message","id":"m0","role":"developer","content":[{"type":"input_text","text":"skills"}]}}
        {"timestamp":"2026-11-21T16:46:55.089Z","type":"response_item","payload":{"type":"message","id":"m1","role":"user","content":[{"type":"input_text","text":"<environment_context>\n</environment_context>"}]}}
        {"timestamp":"2026-11-21T16:46:55.090Z","type":"turn_context","payload":{"cwd":"/home/dev/work","approval_policy":"never","model":"scripted-1"}}
        {"timestamp":"2026-11-21T16:46:55.098Z","type":"response_item","payload":{"type":"message","id":"m2","role":"user","content":[{"type":"input_text","text":"Write hello.txt"}],"internal_chat_message_metadata_passthrough":{"content_item_kinds":["user.text"]}}}
        {"timestamp":"2026-11-21T16:46:55.120Z","type":"response_item","payload":{"type":"function_call","id":"fc_1","name":"exec_command","arguments":"{\"cmd\": \"pytest -q\"}","call_id":"call_1"}}
        {"timestamp":"2026-11-21T16:46:55.122Z","type":"token_usage_record","payload":{"response_id":"resp_1","usage":{"input_tokens":1200,"cached_input_tokens":1000,"output_tokens":34,"reasoning_output_tokens":4}}}
        {"timestamp":"2026-11-21T16:46:55.213Z","type":"event_msg","payload":{"type":"item_completed","item":{"type":"CommandExecution","id":"call_1","exit_code":2}}}
        {"timestamp":"2026-11-21T16:46:55.297Z","type":"response_item","payload":{"type":"function_call_output","call_id":"call_1","output":"Chunk ID: 2\nProcess exited with code 2\nOutput:\nProcess exited with code 0\n"}}
        {"timestamp":"2026-11-21T16:46:55.300Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"total_tokens":1234},"last_token_usage":{"input_tokens":1200,"cached_input_tokens":1000,"output_tokens":34}}}}
        {"timestamp":"2026-11-21T16:46:55.673Z","type":"response_item","payload":{"type":"message","id":"m3","role":"assistant","content":[{"type":"output_text","text":"All done."}]}}
        {"timestamp":"2026-11-21T16:46:55.750Z","type":"event_msg","payload":{"type":"task_complete","last_agent_message":"All done."}}
        """;

    private readonly AgentsTestFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_rollout_becomes_events()
    {
        var events = Read(Rollout);

        events[0].Should().BeEquivalentTo(new
        {
            Tool = "codex", Version = "0.169.0", Model = "scripted-1", Workspace = "/home/dev/work", Session = Session,
        });
        events.OfType<MessageSpoken>().Select(message => (message.Role, message.Text))
            .Should().Equal(("user", "Write hello.txt"), ("assistant", "All done."));
        events.OfType<ToolCalled>().Single().Should().BeEquivalentTo(new { Id = "call_1", Tool = "exec_command" });
        events.OfType<ToolReturned>().Single().Should().BeEquivalentTo(new { ExitCode = 2, IsError = true });
        events.OfType<UsageReported>().Single()
            .Should().BeEquivalentTo(new { Id = "resp_1", Input = 200L, Cached = 1000L, Output = 34L, Reasoning = 4L });
        events[^1].Should().BeOfType<SessionResult>();
    }

    [Fact]
    public void Older_rollouts_have_counts_and_codes_in_other_places()
    {
        var old = string.Join(
            '\n', Rollout.Split('\n').Where(row => !row.Contains("token_usage_record") && !row.Contains("item_completed")));
        var count = old.Split('\n').Single(row => row.Contains("token_count"));

        var events = Read($"{old}\n{count}");

        events.OfType<UsageReported>().Single().Should().BeEquivalentTo(new { Id = "tokens-1234", Input = 200L });
        events.OfType<ToolReturned>().Single().ExitCode.Should().Be(2);
    }

    [Theory]
    [InlineData("""{\"output\":\"x\",\"metadata\":{\"exit_code\":3}}""", 3)]
    [InlineData("""Exit code: 4\nWall time: 1 seconds\nOutput:\nx""", 4)]
    [InlineData("""Output:\nExit code: 4\n""", null)]
    [InlineData("""{\"output\":""", null)]
    public void Exit_codes_are_read_where_codex_writes_them(string output, int? code)
    {
        var rows = $$$"""
            {"type":"response_item","payload":{"type":"function_call","name":"shell","arguments":"{}","call_id":"c"}}
            {"type":"response_item","payload":{"type":"function_call_output","call_id":"c","output":"{{{output}}}"}}
            """;

        Read(rows).OfType<ToolReturned>().Single().ExitCode.Should().Be(code);
    }

    [Fact]
    public void A_turn_that_was_aborted_is_cancelled()
    {
        Read("""{"type":"event_msg","payload":{"type":"turn_aborted","reason":"interrupted"}}""")
            .OfType<SessionError>().Single().Class.Should().Be(ErrorClass.Cancelled);
    }

    private List<SessionEvent> Read(string rollout)
    {
        _home.Write($".codex/sessions/2026/11/21/rollout-2026-11-21T16-46-54-{Session}.jsonl", rollout);
        var transcripts = new CodexTranscripts();
        return [.. transcripts.Read(transcripts.Find(_home[".codex/sessions"]).Single())];
    }
}
