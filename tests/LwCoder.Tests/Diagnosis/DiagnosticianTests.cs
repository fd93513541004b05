using LwCoder.Agents.Events;
using LwCoder.Configuration;
using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Sessions;
using LwCoder.Sessions.Governing;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Diagnosis;

public sealed class DiagnosticianTests
{
    private static readonly EndedSession Retrying = EndedSession.Of(
        new SessionTrace().Say("I try.").Times(4, (t, i) => t.Bash("make", $"error {i}", 2)).Fails().Events);

    [Theory]
    [InlineData(0.69, "rules", FailureCategory.InfiniteRetry, 0.85)]
    [InlineData(0.7, "classifier", FailureCategory.ScopeCreep, 0.7)]
    internal async Task A_classifier_counts_from_its_threshold_on(
        double sure, string decidedBy, FailureCategory category, double confidence)
    {
        var classifier = new Scripted(new ClassifierWord(FailureCategory.ScopeCreep, sure, "it seems so", "v3"));

        var report = await new Diagnostician(classifier, 0.7, TimeProvider.System).DiagnoseAsync(Retrying, default);

        report.Should().BeEquivalentTo(new { DecidedBy = decidedBy, Category = category, Confidence = confidence });
        report.Rules!.Category.Should().Be(FailureCategory.InfiniteRetry, "both are kept");
        report.Classifier!.Version.Should().Be("v3");
        classifier.Asked!.Should().BeEquivalentTo(new { KillReason = "none", LastMessages = (string[])["I try."] });
    }

    [Fact]
    public async Task A_word_that_is_no_way_to_go_wrong_is_not_believed()
    {
        var classifier = new Scripted(new ClassifierWord(FailureCategory.LoginRequired, 1, "", "v1"));

        (await new Diagnostician(classifier, 0.7, TimeProvider.System).DiagnoseAsync(Retrying, default))
            .DecidedBy.Should().Be("rules");
    }

    [Fact]
    public async Task A_run_that_completed_has_nothing_wrong_with_it_but_a_claim_proves_nothing()
    {
        var events = new SessionTrace().Times(20, (t, i) => t.Edit($"{i}", "a", "b")).Done().Events;
        var diagnostician = new Diagnostician(new NoClassifier(), 1, TimeProvider.System);

        var seen = await diagnostician.DiagnoseAsync(new EndedSession(events, SessionOutcome.Completed, 0), default);
        (seen.Category, seen.Rules!.Category).Should().Be((FailureCategory.None, FailureCategory.ScopeCreep));

        (await diagnostician.DiagnoseAsync(EndedSession.Of(events), default)).Category.Should().Be(FailureCategory.ScopeCreep);
    }

    [Fact]
    public async Task What_the_governor_pointed_at_is_evidence_with_its_events()
    {
        var trace = new SessionTrace().Times(6, (t, i) => t.Bash(i % 2 == 0 ? "git status" : "git log", "same"))
            .Add(new GovernorSpoke("tool_cycle", IsKill: true, "the same 2 calls", [1, 3, 5, 7, 9, 11]));

        var report = await new Diagnostician(new NoClassifier(), 1, TimeProvider.System)
            .DiagnoseAsync(EndedSession.Of(trace.Events), default);

        report.Finding.Evidence.Select(one => $"{one.What}: {one.Count} at {string.Join(',', one.Events)}").Should().Equal(
            "the governor's word (tool_cycle): 1 at 13",
            "calls that were the same (shell): 3 at 1,5,9",
            "calls that were the same (shell): 3 at 3,7,11",
            "repeated calls: 6 at 1,3,5,7,9,11");
        report.Finding.Summary.Should().Be("the same 2 calls (shell) 3 times in a row, with the same results");
        report.Finding.Failing.Should().Be(new Failing("Bash", "same", 3));
    }

    [Theory]
    [InlineData("step_overflow", "sonnet", null, null)]
    [InlineData("tool_cycle", "sonnet", null, "opus")]
    [InlineData("tool_cycle", null, "claude-sonnet-5", "opus")]
    [InlineData("tool_cycle", null, "claude-opus-5-5", "sonnet")]
    public void Another_model_is_another_than_worked_and_no_way_out_of_a_budget(
        string detector, string? asked, string? reported, string? other)
    {
        var nowhere = new Dictionary<string, string> { ["HOME"] = Path.GetTempPath()
            + "none", ["USERPROFILE"] = Path.GetTempPath() + "none" };
        var settings = new SettingsReader(HomeLayout.From(nowhere), nowhere).Read(null);
        var report = new DiagnosisReport(
            "s", new Finding(FailureCategory.ModelConfusion, 0.8, "", "", []), "rules", new KillFacts(detector, ""), [], default,
            null, null);

        new RecoveryRules(
            settings, new RunBudget(new RunLimits(1, 1, 1, TimeSpan.FromHours(1)), TimeProvider.System), byHand: true)
            .ModelFor(report, "claude-code", asked, reported).Should().Be(other);
    }

    [Fact]
    public async Task It_is_read_as_it_was_written()
    {
        var report = await new Diagnostician(
            new Scripted(new ClassifierWord(FailureCategory.ScopeCreep, 0.5, "perhaps", "v1")), 0.7, new ManualTime())
            .DiagnoseAsync(Retrying, default);

        DiagnosisJson.Read(DiagnosisJson.ToBytes(report)).Should().BeEquivalentTo(report);
        var killed = report with { Kill = new KillFacts("step_overflow", "9 of 8 steps", 9, 8) };
        DiagnosisJson.Read(DiagnosisJson.ToBytes(killed)).Should().BeEquivalentTo(killed);
        DiagnosisJson.Read("{}"u8.ToArray()).Should().BeNull();
        DiagnosisJson.Read("no JSON"u8.ToArray()).Should().BeNull();
    }

    private sealed class Scripted(ClassifierWord word) : IFailureClassifier
    {
        public ClassifierQuestion? Asked { get; private set; }

        public Task<ClassifierWord?> AskAsync(ClassifierQuestion question, CancellationToken cancel)
        {
            Asked = question;
            return Task.FromResult<ClassifierWord?>(word);
        }
    }
}
