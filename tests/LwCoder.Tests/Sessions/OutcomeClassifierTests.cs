using LwCoder.Agents.Events;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions;

public sealed class OutcomeClassifierTests
{
    [Theory]
    // What the real agents did: recorded events, exit code, whether the worktree changed.
    [InlineData("claude-ok", 0, true, "completed")]
    [InlineData("claude-ok", 1, true, "completed")]
    [InlineData("claude-text", 0, false, "no_changes")]
    [InlineData("claude-subagent", 0, true, "completed")]
    [InlineData("claude-command-failed", 0, true, "completed")]
    [InlineData("claude-write-denied", 0, false, "needs_person")]
    [InlineData("claude-write-denied", 0, true, "completed")]
    [InlineData("claude-401", 1, false, "login_required")]
    [InlineData("claude-403", 1, false, "login_required")]
    [InlineData("claude-429", 1, true, "limit_reached")]
    [InlineData("claude-500", 1, false, "failed")]
    [InlineData("claude-html", 1, false, "failed")]
    [InlineData("claude-cut", 0, true, "completed")]
    [InlineData("claude-hang-killed", 143, false, "failed")]
    [InlineData("claude-hang-killed", 0, false, "failed")]
    [InlineData("droid-ok", 0, true, "completed")]
    [InlineData("droid-text", 0, false, "no_changes")]
    [InlineData("droid-401", 1, false, "login_required")]
    [InlineData("droid-no-login", 1, false, "login_required")]
    [InlineData("droid-429", 1, false, "limit_reached")]
    [InlineData("droid-500", 1, true, "failed")]
    [InlineData("droid-cut", 1, false, "failed")]
    [InlineData("droid-stopped", 0, false, "failed")]
    [InlineData("droid-stopped", 0, true, "failed")]
    [InlineData("droid-command-denied", 1, true, "needs_person")]
    [InlineData("droid-hang-killed", 0, false, "failed")]
    [InlineData("droid-hang-killed", 0, true, "failed")]
    public void A_session_that_ended_by_itself_is_judged_by_its_events(
        string sample, int exitCode, bool changed, string expected) =>
        Outcome(AgentSample.Events(sample), new SessionEnd(EndedBy.Itself, exitCode, changed)).Should().Be(expected);

    [Theory]
    [InlineData(nameof(EndedBy.User), "cancelled")]
    [InlineData(nameof(EndedBy.Governor), "governor_killed")]
    [InlineData(nameof(EndedBy.IdleTimeout), "agent_hung")]
    [InlineData(nameof(EndedBy.SessionTimeout), "agent_hung")]
    [InlineData(nameof(EndedBy.NotStarted), "sandbox_failed")]
    [InlineData(nameof(EndedBy.Grace), "completed")]
    public void What_lw_coder_did_outranks_a_result_and_an_exit_code_of_0(string by, string expected) =>
        Outcome(AgentSample.Events("claude-ok"), new SessionEnd(Enum.Parse<EndedBy>(by), 0, Changed: true)).Should().Be(expected);

    [Fact]
    public void An_agent_that_waits_for_a_limit_until_it_is_timed_out_reached_the_limit() =>
        Outcome(AgentSample.Events("claude-429").Take(2), new SessionEnd(EndedBy.IdleTimeout, 143, Changed: false))
            .Should().Be("limit_reached");

    [Fact]
    public void A_limit_that_was_waited_out_does_not_count()
    {
        SessionEvent[] events =
        [
            new SessionError(ErrorClass.Limit, "429"), new MessageSpoken("m", "assistant", "on we go"),
            new SessionError(ErrorClass.Provider, "500"), new SessionResult(ResultStatus.Failed, "500"),
        ];

        Outcome(events, new SessionEnd(EndedBy.Itself, 1, Changed: true)).Should().Be("failed");
    }

    [Theory]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    public void An_agent_that_never_spoke_and_could_not_be_executed_is_the_sandboxs_failure(int exitCode)
    {
        Outcome([], new SessionEnd(EndedBy.Itself, exitCode, Changed: false)).Should().Be("sandbox_failed");
        Outcome(AgentSample.Events("claude-ok").Take(1), new SessionEnd(EndedBy.Itself, exitCode, Changed: false))
            .Should().Be("failed");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(137, true)]
    public void Without_a_single_event_no_exit_code_is_a_success(int exitCode, bool changed) =>
        Outcome([], new SessionEnd(EndedBy.Itself, exitCode, changed)).Should().Be("failed");

    [Theory]
    [InlineData(0, true, "completed")]
    [InlineData(0, false, "no_changes")]
    [InlineData(130, true, "cancelled")]
    [InlineData(1, true, "failed")]
    [InlineData(127, false, "sandbox_failed")]
    public void An_interactive_session_is_judged_by_its_exit_code_and_its_changes(int exitCode, bool changed, string expected) =>
        Outcome([], new SessionEnd(EndedBy.Itself, exitCode, changed, Interactive: true)).Should().Be(expected);

    [Fact]
    public void The_reason_is_one_line_of_what_the_agent_said()
    {
        var events = Summary([new SessionError(ErrorClass.Other, "broken\nstack"), new SessionResult(ResultStatus.Failed, "")]);

        OutcomeClassifier.Classify(events, new SessionEnd(EndedBy.Itself, 1, Changed: false)).Reason.Should().Be("broken");
    }

    [Theory]
    [InlineData("completed", 0)]
    [InlineData("failed", 1)]
    [InlineData("no_changes", 1)]
    [InlineData("agent_hung", 1)]
    [InlineData("limit_reached", 4)]
    [InlineData("governor_killed", 4)]
    [InlineData("needs_person", 5)]
    [InlineData("login_required", 6)]
    [InlineData("sandbox_failed", 6)]
    [InlineData("cancelled", 130)]
    public void Every_outcome_has_its_exit_code(string name, int exitCode) =>
        ((int)Enum.GetValues<SessionOutcome>().Single(outcome => outcome.Name() == name).ToExitCode()).Should().Be(exitCode);

    private static string Outcome(IEnumerable<SessionEvent> events, SessionEnd end) =>
        OutcomeClassifier.Classify(Summary(events), end).Outcome.Name();

    private static EventSummary Summary(IEnumerable<SessionEvent> events)
    {
        var summary = new EventSummary();
        foreach (var sessionEvent in events)
        {
            summary.Observe(sessionEvent);
        }
        return summary;
    }
}
