using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions;

public sealed class SessionLogTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, 250, TimeSpan.Zero);

    private readonly AgentsTestFolder _folder = new();

    private string LogPath => _folder["session.jsonl"];

    public void Dispose() => _folder.Dispose();

    public static IEnumerable<object[]> Lines()
    {
        yield return
        [
            new SessionStarted("claude-code", "2.1", "opus", "plan"),
            """session","tool":"claude-code","version":"2.1","model":"opus","mode":"plan"}""",
        ];
        yield return [new SessionStarted("droid", null, null, null), """session","tool":"droid"}"""];
        yield return
        [
            new MessageSpoken("m1", "assistant", "hé\n\"x\""),
            """message","id":"m1","role":"assistant","text":"hé\n\"x\""}""",
        ];
        yield return
        [
            new ToolCalled("t1", "Bash", """{"command":"ls"}"""),
            """tool_call","id":"t1","tool":"Bash","args":{"command":"ls"}}""",
        ];
        yield return
        [
            new ToolReturned("t1", true, 3, "no"),
            """tool_result","id":"t1","is_error":true,"exit_code":3,"text":"no"}""",
        ];
        yield return [new ToolReturned("t1", false, null, ""), """tool_result","id":"t1","is_error":false,"text":""}"""];
        yield return
        [
            new UsageReported(null, 1, 2, 3, 0.5m, CostSource.Billed),
            """usage","in":1,"out":2,"cached":3,"cost":0.5,"cost_source":"billed"}""",
        ];
        yield return [new SessionResult(ResultStatus.Failed, "x"), """result","status":"failed","text":"x"}"""];
        yield return [new SessionError(ErrorClass.Limit, "429"), """error","class":"limit","text":"429"}"""];
    }

    [Theory, MemberData(nameof(Lines))]
    public void An_event_is_one_line_and_is_read_back_as_it_was(object sessionEvent, string ending)
    {
        var written = (SessionEvent)sessionEvent with { Time = Noon, Sequence = 7, Session = "s", Parent = "p" };

        Write(written);

        _folder.Read("session.jsonl").Should().Be(
            """{"ts":"2026-01-02T12:00:00.25Z","seq":7,"session":"s","parent":"p","kind":""" + "\"" + ending + "\n");
        SessionLog.Read(LogPath).Should().Equal(written);
    }

    [Theory]
    [InlineData("claude-subagent")]
    [InlineData("droid-command-denied")]
    public void A_recorded_session_survives_the_way_to_the_file_and_back(string sample)
    {
        var events = AgentSample.Events(sample);

        Write([.. events]);

        SessionLog.Read(LogPath).Should().Equal(events);
    }

    [Fact]
    public void Every_event_is_in_the_file_as_soon_as_it_is_written()
    {
        using var log = new SessionLog(LogPath);

        log.Write(new MessageSpoken("m", "assistant", "x"));

        SessionLog.Read(LogPath).Should().ContainSingle();
    }

    [Fact]
    public void A_line_cut_by_a_kill_is_passed_over_and_the_next_run_goes_on_after_it()
    {
        Write(new MessageSpoken("a", "assistant", "first"), new MessageSpoken("b", "assistant", "second"));
        var text = _folder.Read("session.jsonl");
        _folder.Write("session.jsonl", text[..^20]);
        SessionLog.Read(LogPath).Should().ContainSingle();

        Write(new MessageSpoken("c", "assistant", "third"));

        SessionLog.Read(LogPath).Cast<MessageSpoken>().Select(message => message.Id).Should().Equal("a", "c");
    }

    [Fact]
    public void A_field_of_many_megabytes_is_kept_at_both_ends()
    {
        Write(new ToolReturned("t", false, null, "begin" + new string('x', 5_000_000) + "end"));

        var text = SessionLog.Read(LogPath).Should().ContainSingle().Which.Should().BeOfType<ToolReturned>().Which.Text;
        text.Should().StartWith("begin").And.EndWith("end").And.Contain("chars truncated")
            .And.Match(kept => kept.Length < 1024 * 1024 + 100);
    }

    [Theory]
    [InlineData("{\"pin\":[redacted:PIN]}")]
    [InlineData("[1]")]
    [InlineData("{\"a\":\n1}")]
    public void Arguments_that_would_break_the_line_are_kept_as_text(string arguments)
    {
        Write(new ToolCalled("t", "Bash", arguments));

        File.ReadAllLines(LogPath).Should().ContainSingle()
            .Which.Invoking(line => JsonDocument.Parse(line)).Should().NotThrow();
        SessionLog.Read(LogPath).Cast<ToolCalled>().Single().Arguments.Should().Be(arguments);
    }

    [Fact]
    public void Lines_of_a_newer_version_are_passed_over()
    {
        _folder.Write("session.jsonl", """
            {"kind":"hologram"}

            not json
            {"seq":2,"kind":"error","class":"new","text":"x"}
            """);

        SessionLog.Read(LogPath).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Class = ErrorClass.Other, Sequence = 2L });
    }

    private void Write(params SessionEvent[] events)
    {
        using var log = new SessionLog(LogPath);
        foreach (var sessionEvent in events)
        {
            log.Write(sessionEvent);
        }
    }
}
