using LwCoder.Agents.Events;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents.Transcripts;

public sealed class ClaudeTranscriptTests
{
    private const string Tool = "claude-code";

    [Fact]
    public void A_session_is_found_with_its_subagent()
    {
        var found = TranscriptSample.Find(Tool, TranscriptSample.Home);

        found.Select(one => one.Session).Should().BeEquivalentTo(
            TranscriptSample.WithSubagent, TranscriptSample.Resumed, TranscriptSample.WithError);
        found.Single(one => one.Session == TranscriptSample.WithSubagent).Subagents.Should().ContainSingle()
            .Which.Call.Should().Be("toolu_c0067eeb1ba54f398e7a");
    }

    [Fact]
    public void A_subagents_words_belong_to_the_call_that_started_it()
    {
        var events = TranscriptSample.Read(Tool, TranscriptSample.WithSubagent);

        var call = events.OfType<ToolCalled>().Single(call => call.Tool == "Agent");
        events.OfType<MessageSpoken>().Where(message => message.Parent == call.Id).Select(message => message.Text)
            .Should().Equal("SUBAGENT-WORK say hi", "subagent says hi");
        events.OfType<MessageSpoken>().Where(message => message.Parent is null).Select(message => message.Text)
            .Should().Equal("Delegate", "Next step.", "Delegation finished.");
    }

    [Fact]
    public void A_subagent_whose_call_only_the_answer_names_is_placed_by_it()
    {
        using var folder = new AgentsTestFolder();
        TranscriptSample.CopyTo(folder.Path);
        foreach (var meta in Directory.EnumerateFiles(folder.Path, "*.meta.json", SearchOption.AllDirectories))
        {
            File.Delete(meta);
        }

        var transcript = TranscriptSample.Find(Tool, folder.Path).Single(one => one.Session == TranscriptSample.WithSubagent);

        TranscriptSample.Of(Tool).Read(transcript).Where(happened => happened.Parent == "toolu_c0067eeb1ba54f398e7a")
            .Should().NotBeEmpty();
    }

    [Fact]
    public void A_file_of_another_name_is_of_the_session_it_says()
    {
        using var folder = new AgentsTestFolder();
        TranscriptSample.CopyTo(folder.Path);
        var before = TranscriptSample.Find(Tool, folder.Path).Single(one => one.Session == TranscriptSample.WithSubagent);
        var expected = TranscriptSample.Of(Tool).Read(before).ToList();
        File.Move(before.File, Path.Combine(Path.GetDirectoryName(before.File)!, "kept.jsonl"));

        var renamed =
            TranscriptSample.Find(Tool, folder.Path).Single(one => one.File.EndsWith("kept.jsonl", StringComparison.Ordinal));

        renamed.Session.Should().Be(TranscriptSample.WithSubagent);
        TranscriptSample.Of(Tool).Read(renamed).Should().Equal(expected);
    }

    [Fact]
    public void A_copy_of_a_transcript_adds_nothing_to_its_session()
    {
        using var folder = new AgentsTestFolder();
        TranscriptSample.CopyTo(folder.Path);
        var before = TranscriptSample.Find(Tool, folder.Path);
        var one = before.Single(found => found.Session == TranscriptSample.Resumed);
        var expected = TranscriptSample.Of(Tool).Read(one).ToList();
        var lines = File.ReadAllLines(one.File);
        File.WriteAllLines(Path.Combine(Path.GetDirectoryName(one.File)!, "0-older-copy.jsonl"), lines[..(lines.Length / 2)]);

        var after = TranscriptSample.Find(Tool, folder.Path);

        after.Select(found => found.Session).Should().BeEquivalentTo(before.Select(found => found.Session));
        TranscriptSample.Of(Tool).Read(after.Single(found => found.Session == TranscriptSample.Resumed)).Should().Equal(expected);
    }

    [Fact]
    public void A_file_that_begins_with_the_session_it_goes_on_with_is_of_both()
    {
        using var folder = new AgentsTestFolder();
        string Row(string session, string id, string rest) =>
            $$"""{"uuid":"{{id}}","sessionId":"{{session}}","version":"1","timestamp":"2026-01-05T08:00:00Z",{{rest}}}""";
        string Said(string text) => $$"""
            "type":"user","message":{"role":"user","content":"{{text}}"}
            """;
        string Answered(string id) => $$"""
            "type":"assistant","message":{"id":"{{id}}","role":"assistant","stop_reason":"end_turn","content":[{"type":"text","text":"Done."}]}
            """;
        folder.Write(".claude/projects/p/new.jsonl", string.Join('\n',
            Row("old", "u1", Said("one")), Row("old", "u2", Answered("m1")), Row("new", "u3", Said("two")),
            Row("new", "u4", Answered("m2"))));

        var events = TranscriptSample.Find(Tool, folder.Path).SelectMany(TranscriptSample.Of(Tool).Read).ToList();

        events.OfType<SessionStarted>().Select(started => started.Session).Should().Equal("old", "new");
        events.OfType<SessionResult>().Select(ended => ended.Session).Should().BeEquivalentTo("old", "new");
    }

    [Fact]
    public void Usage_comes_once_for_each_message_with_its_final_number()
    {
        var usage = TranscriptSample.Read(Tool, TranscriptSample.Resumed).OfType<UsageReported>().ToList();

        usage.Where(one => one.Id is not null).Should().HaveCount(4).And.OnlyHaveUniqueItems(one => one.Id)
            .And.AllSatisfy(one => one.Output.Should().Be(34));
        usage[^1].Should().BeEquivalentTo(new
        {
            Id = (string?)null, Input = 5000L, Output = 136L, Cached = 4000L, Cost = 0.02372m, CostSource = CostSource.Imputed,
        }, options => options.Using<decimal>(money => money.Subject.Should().BeApproximately(money.Expectation, 0.00001m))
            .WhenTypeIs<decimal>());
    }

    [Theory]
    [InlineData("claude-sub", TranscriptSample.WithSubagent)]
    [InlineData("claude-ok", TranscriptSample.Resumed)]
    public void The_transcript_tells_what_the_stream_told(string stream, string session)
    {
        var transcript = TranscriptSample.Read(Tool, session);
        var printed = TranscriptSample.Stream(stream);

        transcript.OfType<ToolCalled>().Select(call => (call.Id, call.Tool, call.Arguments))
            .Should().Equal(printed.OfType<ToolCalled>().Select(call => (call.Id, call.Tool, call.Arguments)));
        transcript.OfType<ToolReturned>().Select(result => (result.Id, result.IsError, result.ExitCode, result.Text))
            .Should().Equal(
                printed.OfType<ToolReturned>().Select(result => (result.Id, result.IsError, result.ExitCode, result.Text)));
        Said(transcript).Should().Contain(Said(printed));
        transcript[0].Should().BeOfType<SessionStarted>().Which.Model.Should().Be("claude-opus-5-5");
        transcript.Select(happened => happened.Session).Distinct().Should().Equal(session);

        static IEnumerable<(string?, string?, string)> Said(IEnumerable<SessionEvent> events) =>
            events.OfType<MessageSpoken>().Where(message => message.Role != "user")
                .Select(message => (message.Id, message.Parent, message.Text));
    }

    [Fact]
    public void An_error_of_the_provider_is_an_error() =>
        TranscriptSample.Read(Tool, TranscriptSample.WithError).OfType<SessionError>().Should().ContainSingle()
            .Which.Should().BeEquivalentTo(
                new { Class = ErrorClass.Provider, Text = "500 scripted internal error, retry 1 of 10" });

    [Fact]
    public void A_row_that_was_written_twice_counts_once()
    {
        using var folder = new AgentsTestFolder();
        TranscriptSample.CopyTo(folder.Path);
        var transcript = TranscriptSample.Find(Tool, folder.Path).Single(one => one.Session == TranscriptSample.Resumed);
        var once = TranscriptSample.Of(Tool).Read(transcript).ToList();

        File.AppendAllText(transcript.File, File.ReadAllText(transcript.File));

        TranscriptSample.Of(Tool).Read(transcript).Should().Equal(once);
    }

    [Fact]
    public void The_terminals_own_commands_are_nobodys_words()
    {
        using var folder = new AgentsTestFolder();
        folder.Write(".claude/projects/p/s.jsonl", string.Join('\n',
            User("<command-name>/clear</command-name>"), User("<local-command-stdout>[2mdone</local-command-stdout>"),
            User("please"), """{"type":"user","isMeta":true,"message":{"role":"user","content":"Base directory"}}"""));

        var events = TranscriptSample.Of(Tool).Read(TranscriptSample.Find(Tool, folder.Path).Single());

        events.OfType<MessageSpoken>().Select(message => message.Text).Should().Equal("please");

        static string User(string text) => $$$"""{"type":"user","message":{"role":"user","content":"{{{text}}}"}}""";
    }

    [Fact]
    public void An_older_versions_subagent_lies_beside_its_session()
    {
        using var folder = new AgentsTestFolder();
        folder.Write(".claude/projects/p/s-1.jsonl", """{"type":"user","sessionId":"s-1","message":{"content":"go"}}""");
        folder.Write(
            ".claude/projects/p/agent-12ab.jsonl",
            """{"type":"assistant","sessionId":"s-1","agentId":"12ab","isSidechain":true,"message":{"content":[{"type":"text","text":"hi"}]}}""");

        var transcript = TranscriptSample.Find(Tool, folder.Path).Should().ContainSingle().Subject;

        TranscriptSample.Of(Tool).Read(transcript).OfType<MessageSpoken>().Select(message => (message.Parent, message.Text))
            .Should().Equal((null, "go"), ("agent-12ab", "hi"));
    }
}
