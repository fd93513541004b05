using LwCoder.Agents.Events;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions;

public sealed class TranscriptMergeTests : IDisposable
{
    private readonly AgentsTestFolder _folder = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 21, 15, 0, 0, TimeSpan.Zero));

    private int _redactions;

    public TranscriptMergeTests() => TranscriptSample.CopyTo(_folder.Path);

    public void Dispose() => _folder.Dispose();

    private string SessionFile => _folder["session.jsonl"];

    [Fact]
    public void A_phase_in_the_terminal_joins_what_was_printed_before_it()
    {
        Keep(TranscriptSample.Resumed);
        Print("claude-ok");

        var summary = Merge("claude-code");

        var events = SessionLog.Read(SessionFile).ToList();
        events.OfType<ToolCalled>().Select(call => call.Id).Should().HaveCount(2).And.OnlyHaveUniqueItems();
        events.OfType<ToolReturned>().Should().HaveCount(2);
        events.OfType<MessageSpoken>().Select(message => message.Text).Should().BeEquivalentTo(
            "Write it", "thanks", "Next step.", "Next step.", "All done: hello.txt written and checked.",
            "All done: hello.txt written and checked.");
        events.Select(happened => happened.Sequence).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        summary.Usage
            .Should().BeEquivalentTo(new { Input = 5000L, Output = 136L, Cached = 4000L, CostSource = CostSource.Billed });
        summary.Started!.Mode.Should().Be("acceptEdits");
    }

    [Theory, InlineData("claude-code"), InlineData("droid")]
    public void Adding_the_same_transcripts_again_adds_nothing(string tool)
    {
        Merge(tool);
        var once = File.ReadAllText(SessionFile);

        Merge(tool);

        once.Should().NotBeEmpty();
        File.ReadAllText(SessionFile).Should().Be(once);
    }

    [Fact]
    public void A_session_that_only_ran_in_the_terminal_is_recorded_whole()
    {
        var summary = Merge("droid");

        summary.Session.Should().Be(TranscriptSample.OfDroid);
        summary.Started!.Model.Should().Be("custom:scripted-0");
        summary.Usage.Input.Should().Be(2500);
        SessionLog.Read(SessionFile).OfType<ToolReturned>().Should().ContainSingle();
    }

    [Fact]
    public void Where_there_is_no_transcript_there_is_no_record()
    {
        Directory.Delete(_folder[".factory"], recursive: true);

        Merge("droid").Started.Should().BeNull();

        File.Exists(SessionFile).Should().BeFalse();
    }

    [Fact]
    public void Words_said_twice_are_recorded_twice_and_secrets_not_at_all()
    {
        Directory.Delete(_folder[".claude"], recursive: true);
        var said = """{"type":"user","sessionId":"s","message":{"role":"user","content":"the key is hunter2hunter2"}}""";
        _folder.Write(".claude/projects/p/s.jsonl", $"{said}\n{said}\n");

        Merge("claude-code", new Secret("KEY", "hunter2hunter2"));
        Merge("claude-code", new Secret("KEY", "hunter2hunter2"));

        SessionLog.Read(SessionFile).OfType<MessageSpoken>().Select(message => message.Text)
            .Should().Equal("the key is [redacted:KEY]", "the key is [redacted:KEY]");
        _redactions.Should().Be(2);
    }

    [Fact]
    public void Usage_that_the_agents_total_has_in_it_is_not_added_to_it()
    {
        Keep(TranscriptSample.WithSubagent);
        Print("claude-sub");
        var transcript = Directory.GetFiles(_folder[".claude"], "*.jsonl", SearchOption.AllDirectories)
            .Single(file => file.Contains(TranscriptSample.WithSubagent + ".jsonl", StringComparison.Ordinal));
        // As a version wrote it that kept no total.
        File.WriteAllLines(transcript, File.ReadAllLines(transcript).Where(line => !line.Contains("cost-state")).ToList());

        Merge("claude-code").Usage.Should().BeEquivalentTo(new { Input = 3750L, Output = 102L, Cached = 3000L });
        SessionLog.Read(SessionFile).OfType<MessageSpoken>().Where(message => message.Parent is not null)
            .Select(message => message.Text).Should().Equal("SUBAGENT-WORK say hi", "subagent says hi");
    }

    [UnixFact]
    public void A_link_out_of_the_home_is_not_followed()
    {
        using var elsewhere = new AgentsTestFolder();
        Directory.Move(_folder[".factory"], elsewhere[".factory"]);
        Directory.CreateSymbolicLink(_folder[".factory"], elsewhere[".factory"]);

        Merge("droid").Started.Should().BeNull();
    }

    private EventSummary Merge(string tool, params Secret[] secrets)
    {
        var merge = new TranscriptMerge(SessionFile, new Redactor(secrets), _time);
        var summary = merge.Add(TranscriptSample.Of(tool), _folder.Path);
        _redactions += merge.Redactions;
        return summary;
    }

    /// <summary>Removes the other sessions of Claude.</summary>
    private void Keep(string session)
    {
        foreach (var file in Directory.EnumerateFiles(_folder[".claude"], "*.jsonl", SearchOption.AllDirectories)
            .Where(file => !file.Contains(session, StringComparison.Ordinal)))
        {
            File.Delete(file);
        }
    }

    private void Print(string stream)
    {
        using var log = new SessionLog(SessionFile);
        var recorder = new SessionRecorder(log, new Redactor([]), _time);
        foreach (var happened in TranscriptSample.Stream(stream))
        {
            recorder.Record(happened);
        }
    }
}
