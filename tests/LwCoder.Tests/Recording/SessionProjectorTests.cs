using LwCoder.Agents.Events;
using LwCoder.Recording;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Recording;

public sealed class SessionProjectorTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Theory]
    [InlineData("claude-code", TranscriptSample.WithSubagent, "claude-sub")]
    [InlineData("claude-code", TranscriptSample.Resumed, "claude-ok")]
    [InlineData("droid", TranscriptSample.OfDroid, "droid-sub")]
    public void A_stream_and_a_transcript_of_a_session_are_the_same_rows(string tool, string session, string stream)
    {
        var live = Project([.. TranscriptSample.Stream(stream)]);
        var imported = Project([.. TranscriptSample.Read(tool, session)]);

        live.Sessions.Select(row => row.SessionId).Should().BeSubsetOf(imported.Sessions.Select(row => row.SessionId));
        imported.ToolCalls.Select(row => (row.NativeId, row.ToolName, row.Category, row.Status, row.ExitCode, row.ArgsHash))
            .Should().Contain(
                live.ToolCalls.Select(row => (row.NativeId, row.ToolName, row.Category, row.Status, row.ExitCode, row.ArgsHash)));
        imported.Messages.Where(row => row.Role == "assistant").Select(row => (row.SessionId, row.NativeId, row.ContentPreview))
            .Should().Contain(live.Messages.Where(row => row.Role == "assistant")
                .Select(row => (row.SessionId, row.NativeId, row.ContentPreview)));
        imported.Punches.Select(row => row.SourceHash).Should().Contain(live.Punches
            .Where(row => row.Type is PunchType.ToolCall or PunchType.CommandExec or PunchType.GatePass or PunchType.Message)
            .Select(row => row.SourceHash));
    }

    [Theory]
    [InlineData("claude-code", TranscriptSample.WithSubagent)]
    [InlineData("droid", TranscriptSample.OfDroid)]
    public void A_session_was_created_when_it_began_and_not_when_its_file_was_written(string tool, string session)
    {
        var rows = Project([.. TranscriptSample.Read(tool, session)]);

        rows.Punches.Single(row => row.Key == "session_created" && row.TaskId == session).ObservedAt
            .Should().Be(rows.Sessions.Single(row => row.SessionId == session).StartedAt);
    }

    [Fact]
    public void A_subagent_is_a_session_of_its_own_and_ends_with_the_answer_to_its_call()
    {
        var rows = Project([.. TranscriptSample.Read("claude-code", TranscriptSample.WithSubagent)]);

        var child = rows.Sessions.Single(row => row.ParentSessionId is not null);
        child.ParentSessionId.Should().Be(TranscriptSample.WithSubagent);
        child.SessionId.Should().StartWith($"{TranscriptSample.WithSubagent}/toolu_");
        child.Status.Should().Be(SessionStatus.Completed);
        rows.Children.Should().Contain(row => row.ParentId == TranscriptSample.WithSubagent && row.ChildId == child.SessionId
            && row.Link == "explicit" && row.CompletedAt != null);
        rows.Punches.Should().ContainSingle(row => row.Type == PunchType.ChildComplete).Which.Key.Should().Be(child.SessionId);
        rows.Punches.Should().ContainSingle(row => row.Type == PunchType.ChildSpawn).Which.ObservedAt.ToUnixTimeMilliseconds()
            .Should().Be(rows.ToolCalls.Single(row => row.Category == "spawn").Ts);
    }

    [Fact]
    public void Usage_and_cost_are_summed_once_for_each_message()
    {
        var rows = Project(
            Message("m1", "a"), Usage("m1", 10, 2, 0.5m), Usage("m1", 10, 2, 0.5m), Usage("m2", 20, 3, 0.25m));

        rows.Sessions.Single()
            .Should().BeEquivalentTo(new { TokensIn = 30L, TokensOut = 5L, TotalCost = 0.75m, CostSource = "billed" });
        rows.Punches.Count(row => row.Key == "step_finished").Should().Be(2);
    }

    [Fact]
    public void A_message_has_what_it_used_once_whether_that_is_told_before_or_after_its_words()
    {
        var rows = Project(
            Message("m1", "a") with { Role = "thinking" }, Usage("m1", 10, 2, 0.5m), Message("m1", "a"), Message("m1", "b"),
            Message("m2", "c"), Usage("m2", 20, 3, null), Usage("m2", 20, 3, null), Usage("m3", 1, 1, 1));

        rows.Messages.Where(row => row.TokensIn is not null)
            .Select(row => (row.NativeId, row.TokensIn, row.TokensOut, row.TokensCached, row.Cost))
            .Should().Equal(("m1", 10L, 2L, 0L, 0.5m), ("m2", 20L, 3L, 0L, null));
        rows.Messages.Where(row => row.NativeId == "m2").Should().HaveCount(2)
            .And.OnlyContain(row => row.Role == "assistant" && row.Seq == 5);
    }

    [Fact]
    public void A_total_counts_instead_of_messages_and_leaves_subagents_theirs()
    {
        var rows = Project(
            Call("t1", "Task", """{"subagent_type":"helper"}"""), Usage("m1", 10, 2, 0.5m) with { Parent = "t1" },
            Usage(null, 50, 9, 2m));

        rows.Sessions.Single(row => row.ParentSessionId is null)
            .Should().BeEquivalentTo(new { TokensIn = 40L, TokensOut = 7L, TotalCost = 1.5m });
        rows.Sessions.Single(row => row.ParentSessionId is not null)
            .Should().BeEquivalentTo(new { TokensIn = 10L, TotalCost = 0.5m, Mode = "helper" });
    }

    [Fact]
    public void Without_evidence_a_session_has_not_completed()
    {
        Project(Message("m1", "hello")).Sessions.Single().Status.Should().Be(SessionStatus.Unknown);
        Project(Message("m1", "hello"), Result(ResultStatus.Success)).Sessions.Single().Status
            .Should().Be(SessionStatus.Completed);
        Project(Result(ResultStatus.Success), Message("m2", "more") with { Time = Start.AddMinutes(5) })
            .Sessions.Single().Status.Should().Be(SessionStatus.Unknown);
        Project(Result(ResultStatus.Failed)).Sessions.Single().Status.Should().Be(SessionStatus.Failed);
        Project(Error(ErrorClass.Limit)).Sessions.Single().Status.Should().Be(SessionStatus.Failed);
        Project(Error(ErrorClass.Cancelled)).Sessions.Single().Status.Should().Be(SessionStatus.Abandoned);
        Project(Error(ErrorClass.Limit), Message("m1", "on")).Sessions.Single().Status.Should().Be(SessionStatus.Unknown);
    }

    [Fact]
    public void A_call_that_never_returned_is_there_and_proves_nothing()
    {
        var rows = Project(Call("t1", "Bash", """{"command":"pytest"}"""));

        rows.ToolCalls.Single().Should().BeEquivalentTo(new { Status = "unknown", Category = "test" });
        rows.Punches.Should().BeEmpty();
    }

    [Fact]
    public void Times_and_order_are_those_of_the_events()
    {
        var rows = Project(
            Call("t1", "Read", "{}") with { Time = Start.AddSeconds(1) }, Return("t1", "x") with { Time = Start.AddSeconds(3) });

        rows.ToolCalls.Single()
            .Should().BeEquivalentTo(new { DurationMs = 2000, Ts = Start.AddSeconds(1).ToUnixTimeMilliseconds() });
        rows.Sessions.Single().Should().BeEquivalentTo(new { StartedAt = Start.AddSeconds(1), DurationMs = 2000L });
    }

    [Fact]
    public void Running_calls_are_told_at_once_only_while_they_run()
    {
        var batch = new TelemetryBatch(text => text);
        var projector = new SessionProjector(Facts("live"));
        projector.Observe(Call("t1", "Read", "{}"), batch);
        projector.Report(batch);

        batch.ToolCalls.Single().Status.Should().Be("running");
        batch.Sessions.Single().Status.Should().Be(SessionStatus.Running);
    }

    [Fact]
    public void Events_before_the_session_is_named_belong_to_it_and_one_that_is_never_named_has_the_fallback()
    {
        Project(Message("m1", "a") with { Session = null }, Message("m2", "b")).Messages
            .Should().OnlyContain(row => row.SessionId == "s");
        Project(Message("m1", "a") with { Session = null }).Messages.Single().SessionId.Should().Be("fallback");
    }

    [Fact]
    public void Secrets_are_taken_out_of_what_is_previewed()
    {
        var batch = new TelemetryBatch(text => text.Replace("hunter22", "[redacted]", StringComparison.Ordinal));
        var projector = new SessionProjector(Facts("x"));
        foreach (var happened in new SessionEvent[]
        {
            Message("m", "hunter22"), Call("t", "Bash", """{"command":"echo hunter22"}"""),
            Return("t", "hunter22") with { IsError = true }, Error(ErrorClass.Other) with { Text = "hunter22" },
        })
        {
            projector.Observe(happened, batch);
        }
        projector.Finish(batch);

        batch.Messages.Should().NotContain(row => row.ContentPreview!.Contains("hunter22"));
        batch.ToolCalls.Should().NotContain(row => row.ArgsSummary!.Contains("hunter22") || row.Error!.Contains("hunter22"));
        batch.Sessions.Should().NotContain(row => row.Outcome != null && row.Outcome.Contains("hunter22"));
    }

    internal static TelemetryBatch Project(params SessionEvent[] events)
    {
        var batch = new TelemetryBatch(text => text);
        var projector = new SessionProjector(Facts("test"));
        foreach (var happened in events)
        {
            projector.Observe(happened, batch);
        }
        projector.Finish(batch);
        return batch;
    }

    internal static ToolCalled Call(string id, string tool, string arguments) =>
        new(id, tool, arguments) { Session = "s", Time = Start };

    internal static ToolReturned Return(string id, string text) => new(id, false, null, text) { Session = "s", Time = Start };

    private static SessionFacts Facts(string source) => new() { Source = source, FallbackId = "fallback", FallbackTime = Start };

    private static MessageSpoken Message(string id, string text) => new(id, "assistant", text) { Session = "s", Time = Start };

    private static UsageReported Usage(string? id, long input, long output, decimal? cost) =>
        new(id, input, output, 0, cost, CostSource.Billed) { Session = "s", Time = Start };

    private static SessionResult Result(ResultStatus status) => new(status, "done") { Session = "s", Time = Start.AddSeconds(1) };

    private static SessionError Error(ErrorClass error) => new(error, "trouble") { Session = "s", Time = Start };
}
