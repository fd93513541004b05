using LwCoder.Agents.Events;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents.ClaudeCode;

public sealed class ClaudeStreamReaderTests
{
    [Fact]
    public void A_session_is_read_in_order()
    {
        var events = AgentSample.Events("claude-ok");

        events.Select(e => e.GetType().Name).Should().Equal(
            "SessionStarted", "MessageSpoken", "UsageReported", "ToolCalled", "ToolReturned",
            "MessageSpoken", "UsageReported", "ToolCalled", "ToolReturned",
            "MessageSpoken", "UsageReported", "UsageReported", "SessionResult");
        events[0].Should().BeEquivalentTo(new { Tool = "claude-code", Version = "2.1.329", Mode = "bypassPermissions" });
        events.OfType<ToolCalled>().Select(call => call.Tool).Should().Equal("Write", "Bash");
        events.OfType<ToolCalled>().First().Arguments.Should().Contain("\"file_path\":\"/home/dev/work/hello.txt\"");
        events[^1].Should().BeEquivalentTo(
            new { Status = ResultStatus.Success, Text = "All done: hello.txt written and checked." });
        events[1].Time.Should().NotBeNull();
    }

    [Fact]
    public void The_usage_that_every_line_of_a_message_repeats_counts_once() =>
        AgentSample.Events("claude-ok").OfType<UsageReported>().Where(usage => usage.Id is not null)
            .Should().HaveCount(3).And.OnlyHaveUniqueItems(usage => usage.Id).And.OnlyContain(usage => usage.Input == 1250);

    [Fact]
    public void The_result_has_the_whole_usage_with_subagents_and_the_cost()
    {
        var whole = AgentSample.Events("claude-subagent").OfType<UsageReported>().Single(usage => usage.Id is null);

        whole.Should().BeEquivalentTo(new
        {
            Input = 3750L, Output = 102L, Cached = 3000L, Cost = 0.01779m, CostSource = CostSource.Imputed,
        });
    }

    [Fact]
    public void The_cost_is_billed_when_an_api_key_pays_for_it()
    {
        var events = AgentSample.Read(
            AgentSample.ReaderFor("claude"),
            """{"type":"system","subtype":"init","session_id":"s","apiKeySource":"ANTHROPIC_API_KEY"}""",
            """{"type":"result","subtype":"success","total_cost_usd":0.5,"usage":{"input_tokens":7},"result":""}""");

        events.OfType<UsageReported>().Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Cost = 0.5m, CostSource = CostSource.Billed, Input = 7L });
    }

    [Fact]
    public void What_a_subagent_does_names_the_call_that_started_it()
    {
        var events = AgentSample.Events("claude-subagent");

        var call = events.OfType<ToolCalled>().Single(c => c.Tool == "Agent");
        events.OfType<MessageSpoken>().Where(m => m.Parent == call.Id).Select(m => (m.Role, m.Text)).Should().Equal(
            ("user", "SUBAGENT-WORK say hi"), ("assistant", "subagent says hi"));
        call.Parent.Should().BeNull();
    }

    [Theory]
    [InlineData("claude-401", ErrorClass.Login)]
    [InlineData("claude-403", ErrorClass.Login)]
    [InlineData("claude-429", ErrorClass.Limit)]
    [InlineData("claude-500", ErrorClass.Provider)]
    [InlineData("claude-html", ErrorClass.Provider)]
    public void A_failed_request_is_classified_and_its_result_is_a_failure_whatever_it_says(string sample, object expected)
    {
        var events = AgentSample.Events(sample);

        AgentSample.Lines(sample)[^1].Should().Contain("\"subtype\":\"success\"");
        events.OfType<SessionError>().Should().NotBeEmpty().And.OnlyContain(error => error.Class.Equals(expected));
        events[^1].Should().BeOfType<SessionResult>().Which.Status.Should().Be(ResultStatus.Failed);
        events.OfType<MessageSpoken>().Should().BeEmpty("an error is not something the model said");
    }

    [Fact]
    public void A_failure_told_by_a_message_and_by_the_result_is_reported_once() =>
        AgentSample.Events("claude-403").OfType<SessionError>().Should().ContainSingle();

    [Fact]
    public void A_refused_write_is_a_permission_error_told_once_although_the_result_is_a_success()
    {
        var events = AgentSample.Events("claude-write-denied");

        events.OfType<SessionError>().Should().ContainSingle().Which.Class.Should().Be(ErrorClass.Permission);
        events[^1].Should().BeOfType<SessionResult>().Which.Status.Should().Be(ResultStatus.Success);
    }

    [Fact]
    public void A_denial_that_only_the_result_lists_is_reported() =>
        AgentSample.Read(
            AgentSample.ReaderFor("claude"),
            """{"type":"result","subtype":"success","permission_denials":[{"tool_name":"Write","tool_use_id":"t"}]}""")
            .OfType<SessionError>().Should().ContainSingle().Which.Text.Should().Be("Write was not allowed");

    [Fact]
    public void A_failed_command_has_its_exit_code_and_other_failed_tools_have_none()
    {
        AgentSample.Events("claude-command-failed").OfType<ToolReturned>().Select(r => (r.IsError, r.ExitCode))
            .Should().Equal((false, null), (true, 3));
        AgentSample.Read(
            AgentSample.ReaderFor("claude"),
            ToolResult("Exit code 3\\nx"))
            .OfType<ToolReturned>().Single().ExitCode.Should().BeNull("no shell made this call");
    }

    [Fact]
    public void A_review_about_rate_limits_and_logins_is_no_error()
    {
        const string Prose = "429 rate limit exceeded. Not logged in: please run /login. usage limit reached";
        var events = AgentSample.Read(
            AgentSample.ReaderFor("claude"),
            $$$"""{"type":"assistant","message":{"id":"m","content":[{"type":"text","text":"{{{Prose}}}"}]}}""",
            ToolResult(Prose),
            $$$"""{"type":"result","subtype":"success","is_error":false,"result":"{{{Prose}}}"}""");

        events.OfType<SessionError>().Should().BeEmpty();
        events[^1].Should().BeOfType<SessionResult>().Which.Status.Should().Be(ResultStatus.Success);
    }

    [Fact]
    public void Running_out_of_turns_is_a_failure_with_its_reason() =>
        AgentSample.Read(
            AgentSample.ReaderFor("claude"),
            """{"type":"result","subtype":"error_max_turns","is_error":true,"errors":["Reached maximum number of turns (3)"]}""")
            .OfType<SessionError>().Single().Should().BeEquivalentTo(
                new { Class = ErrorClass.Other, Text = "Reached maximum number of turns (3)" });

    [Fact]
    public void A_used_up_subscription_is_a_limit() =>
        AgentSample.Read(
            AgentSample.ReaderFor("claude"),
            """{"type":"rate_limit_event","rate_limit_info":{"status":"allowed_warning"}}""",
            """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1}}""")
            .Should().ContainSingle().Which.Should().BeOfType<SessionError>().Which.Class.Should().Be(ErrorClass.Limit);

    [Fact]
    public void A_missing_login_on_standard_error_is_recognised() =>
        AgentSample.ReaderFor("claude").ReadError("Invalid API key · Please run /login").Should().ContainSingle()
            .Which.Should().BeOfType<SessionError>().Which.Class.Should().Be(ErrorClass.Login);

    [Fact]
    public void Standard_error_counts_only_until_the_agent_has_spoken()
    {
        var reader = AgentSample.ReaderFor("claude");
        AgentSample.Read(reader, """{"type":"system","subtype":"init","session_id":"s"}""").Should().ContainSingle();

        reader.ReadError("[mcp] 401 unauthorized: please log in").Should().BeEmpty();
    }

    [Fact]
    public void A_tool_that_the_provider_runs_has_its_result_in_the_same_message() =>
        AgentSample.Read(
            AgentSample.ReaderFor("claude"),
            """
            {"type":"assistant","message":{"id":"m","content":[
             {"type":"server_tool_use","id":"t","name":"web_search","input":{}},
             {"type":"web_search_tool_result","tool_use_id":"t","content":[]}]}}
            """.ReplaceLineEndings("")).Select(e => e.GetType().Name).Should().Equal("ToolCalled", "ToolReturned");

    private static string ToolResult(string content) =>
        """{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","is_error":true,"content":"@"}]}}"""
            .Replace("@", content, StringComparison.Ordinal);
}
