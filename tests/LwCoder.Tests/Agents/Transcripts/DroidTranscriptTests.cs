using LwCoder.Agents.Events;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents.Transcripts;

public sealed class DroidTranscriptTests
{
    private const string Tool = "droid";

    [Fact]
    public void The_transcript_tells_what_the_stream_told()
    {
        var transcript = TranscriptSample.Read(Tool, TranscriptSample.OfDroid);
        var printed = TranscriptSample.Stream("droid-sub");

        transcript.OfType<ToolCalled>().Select(call => (call.Id, call.Tool)).Should()
            .Equal(printed.OfType<ToolCalled>().Select(call => (call.Id, call.Tool)));
        transcript.OfType<ToolReturned>().Select(result => (result.Id, result.IsError, result.Text)).Should()
            .Equal(printed.OfType<ToolReturned>().Select(result => (result.Id, result.IsError, result.Text)));
        transcript.OfType<MessageSpoken>().Select(message => (message.Id, message.Role)).Should()
            .Equal(printed.OfType<MessageSpoken>().Select(message => (message.Id, message.Role)));
        transcript.OfType<SessionResult>().Select(result => (result.Status, result.Text)).Should()
            .Equal((ResultStatus.Success, "Delegation finished."));
    }

    [Fact]
    public void Its_usage_is_in_the_settings_beside_it() =>
        TranscriptSample.Read(Tool, TranscriptSample.OfDroid).OfType<UsageReported>().Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Id = (string?)null, Input = 2500L, Output = 68L, Cached = 2000L });

    [Fact]
    public void A_subagents_session_belongs_to_the_call_that_started_it()
    {
        using var folder = new AgentsTestFolder();
        folder.Write(".factory/sessions/p/main.jsonl", Session("main") + Message("1", "delegate"));
        folder.Write(
            ".factory/sessions/p/child.jsonl",
            Session("child", ""","callingSessionId":"main","callingToolUseId":"call-1" """) + Message("2", "hello"));
        folder.Write(
            ".factory/sessions/p/grandchild.jsonl",
            Session("grandchild", ""","callingSessionId":"child","callingToolUseId":"call-2" """) + Message("3", "deep"));

        var transcript = TranscriptSample.Find(Tool, folder.Path).Should().ContainSingle().Subject;
        var said = TranscriptSample.Of(Tool).Read(transcript).OfType<MessageSpoken>().ToList();

        said.Select(message => (message.Parent, message.Text)).Should()
            .Equal((null, "delegate"), ("call-1", "hello"), ("call-2", "deep"));
        said.Should().OnlyContain(message => message.Session == "main");
    }

    [Fact]
    public void Settings_that_were_cut_only_cost_the_usage()
    {
        using var folder = new AgentsTestFolder();
        folder.Write(".factory/sessions/p/s.jsonl", Session("s") + Message("1", "hello"));
        folder.Write(".factory/sessions/p/s.settings.json", """{"model":"m","tokenUs""");

        var events = TranscriptSample.Of(Tool).Read(TranscriptSample.Find(Tool, folder.Path).Single()).ToList();

        events.Should().HaveCount(3).And.NotContain(happened => happened is UsageReported);
        events.OfType<RecordDamaged>().Single().File.Should().Be(folder[".factory/sessions/p/s.settings.json"]);
    }

    /// <summary>Its last words to the person are in the transcript and not in the stream.</summary>
    [Fact]
    public void A_session_that_droid_stopped_for_going_in_circles_ends_as_its_stream_does()
    {
        using var folder = new AgentsTestFolder();
        var turns = Enumerable.Range(0, 6).Select(turn =>
            $$$"""{"type":"message","id":"a{{{turn}}}","message":{"role":"assistant","content":[{"type":"tool_use","id":"c{{{turn}}}","name":"Execute","input":{"command":"make"}}]}}""" + "\n"
            + $$$"""{"type":"message","id":"r{{{turn}}}","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"c{{{turn}}}","is_error":true,"content":"no"}]}}""" + "\n");
        folder.Write(".factory/sessions/p/s.jsonl", Session("s") + string.Concat(turns) + """
            {"type":"message","id":"w","message":{"role":"user","content":[{"type":"text","text":"The model repeated itself."}],"visibility":"user_only"}}
            {"type":"agent_turn_outcome","reason":"completed","resultKind":"text"}

            """);

        var events = TranscriptSample.Of(Tool).Read(TranscriptSample.Find(Tool, folder.Path).Single()).ToList();

        events.OfType<MessageSpoken>().Should().BeEmpty();
        events[^1].Should().BeEquivalentTo(AgentSample.Events("droid-stopped")[^1], options => options
            .RespectingRuntimeTypes().Excluding(happened => happened.Time).Excluding(happened => happened.Session));
    }

    private static string Session(string id, string more = "") =>
        $$$"""{"type":"session_start","id":"{{{id}}}"{{{more}}}}""" + "\n";

    private static string Message(string id, string text) =>
        $$$"""{"type":"message","id":"{{{id}}}","message":{"role":"assistant","content":[{"type":"text","text":"{{{text}}}"}]}}"""
            + "\n";
}
