using LwCoder.Agents.Events;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents.Droid;

public sealed class DroidStreamReaderTests
{
    [Fact]
    public void A_session_is_read_in_order()
    {
        var events = AgentSample.Events("droid-ok");

        events.Select(e => e.GetType().Name).Should().Equal(
            "SessionStarted", "MessageSpoken", "MessageSpoken", "ToolCalled", "ToolReturned",
            "MessageSpoken", "ToolCalled", "ToolReturned", "MessageSpoken", "UsageReported", "SessionResult");
        events[0].Should().BeEquivalentTo(new { Tool = "droid", Model = "custom:scripted" });
        events.OfType<MessageSpoken>().First().Role.Should().Be("user");
        events.OfType<ToolCalled>().Select(call => call.Tool).Should().Equal("Create", "Execute");
        events.OfType<ToolReturned>().Select(result => result.ExitCode).Should().Equal(null, 0);
        events.OfType<UsageReported>().Single().Should().BeEquivalentTo(
            new { Id = (string?)null, Input = 600L, Output = 102L, Cached = 3000L, Cost = (decimal?)null });
        events[^1].Should().BeEquivalentTo(
            new { Status = ResultStatus.Success, Text = "All done: hello.txt written and checked." });
        events.Should().OnlyContain(e => e is SessionStarted || e.Time!.Value.Year == 2026);
    }

    [Fact]
    public void A_session_that_droid_stopped_for_going_in_circles_is_no_success()
    {
        var result = AgentSample.Events("droid-stopped")[^1].Should().BeOfType<SessionResult>().Which;

        result.Status.Should().Be(ResultStatus.Failed);
        result.Text.Should().Be("droid stopped itself: the model made the same call (Execute) 6 times in a row");
    }

    [Fact]
    public void A_failed_command_has_its_exit_code() =>
        AgentSample.Events("droid-command-failed").OfType<ToolReturned>().Last()
            .Should().BeEquivalentTo(new { IsError = true, ExitCode = 3 });

    [Theory]
    [InlineData("droid-401", ErrorClass.Login, "401 invalid x-api-key")]
    [InlineData("droid-429", ErrorClass.Limit, "429 rate limited by script")]
    [InlineData("droid-500", ErrorClass.Provider, "500 scripted internal error")]
    [InlineData("droid-html", ErrorClass.Provider, "LLM response contained no usable output")]
    [InlineData("droid-cut", ErrorClass.Provider, "The socket connection was closed unexpectedly*")]
    [InlineData("droid-no-login", ErrorClass.Login, "Error: Authentication failed. Please log in*")]
    [InlineData("droid-command-denied", ErrorClass.Permission, "Exec ended early: insufficient permission*")]
    public void A_failure_is_classified_once_and_ends_the_session(string sample, object expected, string text)
    {
        var events = AgentSample.Events(sample);

        ((object)events.OfType<SessionError>().Should().ContainSingle().Which.Class).Should().Be(expected);
        var result = events[^1].Should().BeOfType<SessionResult>().Which;
        result.Status.Should().Be(ResultStatus.Failed);
        result.Text.Should().Match(text);
    }

    [Fact]
    public void A_subagent_that_could_not_be_reached_is_a_failed_tool_and_no_failed_session()
    {
        var events = AgentSample.Events("droid-subagent");

        events.OfType<ToolReturned>().Single().Should().BeEquivalentTo(new { IsError = true, ExitCode = (int?)null });
        events.OfType<SessionError>().Should().BeEmpty();
        events[^1].Should().BeOfType<SessionResult>().Which.Status.Should().Be(ResultStatus.Success);
    }

    [Fact]
    public void A_review_about_rate_limits_is_no_error() =>
        AgentSample.Read(
            AgentSample.ReaderFor("droid"),
            """{"type":"message","role":"assistant","id":"m","text":"429 rate limit. Please log in."}""",
            """{"type":"tool_result","id":"t","isError":true,"error":{"message":"401 unauthorized, quota exceeded"}}""")
            .OfType<SessionError>().Should().BeEmpty();

    [Fact]
    public void A_new_error_after_an_earlier_one_is_not_lost() =>
        AgentSample.Read(
            AgentSample.ReaderFor("droid"),
            """{"type":"error","source":"agent_loop","message":"500 oops"}""",
            """{"type":"error","source":"cli","message":"Exec ended early: insufficient permission to proceed."}""")
            .OfType<SessionError>().Select(error => error.Class).Should().Equal(ErrorClass.Provider, ErrorClass.Permission);
}
