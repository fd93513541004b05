using LwCoder.Agents.Events;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions;

public sealed class SessionRecorderTests
{
    [Fact]
    public void An_event_is_stamped_numbered_freed_of_secrets_written_and_counted()
    {
        using var folder = new AgentsTestFolder();
        using var log = new SessionLog(folder["session.jsonl"]);
        var time = new ManualTime();
        var recorder = new SessionRecorder(log, new Redactor([new Secret("TOKEN", "very-secret")]), time);
        recorder.Record(new SessionStarted("droid", null, "m", null) { Session = "s" });

        var recorded = recorder.Record(new MessageSpoken("m", "assistant", "it is very-secret"));

        recorded.Should().BeEquivalentTo(new { Sequence = 2L, Session = "s", Text = "it is [redacted:TOKEN]" });
        recorded.Time.Should().Be(time.GetUtcNow());
        recorder.Summary.Started!.Model.Should().Be("m");
        folder.Has("session.jsonl").Should().BeTrue();
        SessionLog.Read(folder["session.jsonl"]).Last().Should().Be(recorded);
    }
}
