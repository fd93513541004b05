using System.Text;
using System.Text.Json;
using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Judges;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Tests.Support;
using LwCoder.Training;

namespace LwCoder.Tests.Training;

public sealed class SampleExportTests : IDisposable
{
    private const string Key = "hunter2hunter2";
    private static readonly string PatternKey = "sk-" + new string('a', 30);

    private readonly AgentsTestFolder _folder = new();
    private readonly RunCatalog _runs;
    private readonly RunDirectory _run;
    private readonly EvaluationFolder _evaluation;

    public SampleExportTests()
    {
        _runs = new RunCatalog(_folder[".lw_coder/runs"]);
        _run = _runs.Create("plan", new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));
        _run.WriteManifest(
            Manifests.New(_run.Id) with { PromptFingerprint = "16b06dd1", Model = "opus", Cost = 0.5m, CostSource = "billed" });
        _evaluation = EvaluationFolder.Of(_runs, "plan");
        _folder.Write("plan.md", "---\nplan_id: plan\n---\nDo it.\n");
        File.WriteAllText(_run.TraceFile, $"# Conversation Trace\n\nthe key is {Key} or {PatternKey}\n");
        File.WriteAllText(_run.PatchFile, "diff --git a/a b/a\n");
        File.WriteAllText(_run.PromptFile, "Work.");
        File.WriteAllText(Path.Combine(_run.SubagentFolder, "auditor.md"), "Check.");
        HumanFeedbackFile.Write(_evaluation.In("human_feedback.md"), new HumanFeedback("Good.", HumanVerdict.Accept));
        File.WriteAllText(
            _evaluation.In("judge_reuse.json"), $$"""{"judge_name":"reuse","weight":0.5,"score":1,"feedback":"{{Key}}"}""");
        File.WriteAllText(_evaluation.In("judge_reuse.md"), "# reuse");
        File.WriteAllText(_evaluation.In("test_results_after.json"), """{"command":"make test","exit_code":0,"total_tests":1}""");
    }

    public void Dispose() => _folder.Dispose();

    private string Sample => _folder[".lw_coder/training_data/plan"];

    [Fact]
    public async Task A_sample_has_every_file_there_is_and_no_other()
    {
        File.WriteAllText(_evaluation.In("cache.json"), "{}");
        File.WriteAllText(_run.AgentLog, "raw");

        var exported = await ExportAsync();

        exported.Should().BeEquivalentTo(new { Folder = Sample, Changed = true, Redactions = 3 });
        Names().Should().BeEquivalentTo(
            "plan.md", "code_trace.md", "ai_changes.patch", "human_feedback.md", "judge_reuse.json", "judge_reuse.md",
            "test_results_after.json", "prompts/main.md", "prompts/auditor.md", "metadata.json");
    }

    [Fact]
    public async Task Its_metadata_says_where_it_comes_from()
    {
        await ExportAsync();

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Sample, "metadata.json")));
        string? Text(string name) => json.RootElement.GetProperty(name).GetString();
        (Text("tool"), Text("model"), Text("recorded_at"), Text("prompt_fingerprint"), Text("human_verdict"))
            .Should().Be(("claude-code", "opus", "2026-11-21T10:00:00Z", "16b06dd1", "accept"));
        Text("eval_fingerprint").Should().Be(EvaluationFingerprint.Of([new Judge("reuse", 0.5, "m", "x")]));
        json.RootElement.GetProperty("human_score").GetDecimal().Should().Be(1);
    }

    [Fact]
    public async Task No_secret_gets_into_a_sample()
    {
        await ExportAsync();

        foreach (var file in Directory.GetFiles(_folder[".lw_coder/training_data"], "*", SearchOption.AllDirectories))
        {
            File.ReadAllText(file).Should().NotContain(Key).And.NotContain(PatternKey);
        }
        File.ReadAllText(Path.Combine(Sample, "judge_reuse.json")).Should().Contain("[redacted:KEY]");
    }

    [Fact]
    public async Task Exporting_it_again_changes_nothing_and_what_is_gone_goes()
    {
        await ExportAsync();
        var written = Directory.GetLastWriteTimeUtc(Sample);

        (await ExportAsync()).Changed.Should().BeFalse();
        Directory.GetLastWriteTimeUtc(Sample).Should().Be(written);

        File.Delete(_evaluation.In("judge_reuse.md"));
        (await ExportAsync()).Changed.Should().BeTrue();
        Names().Should().NotContain("judge_reuse.md").And.Contain("plan.md");
    }

    [Theory]
    [InlineData("human_feedback.md", "human_feedback.md")]
    [InlineData("judge_reuse.json", "judge_<name>.json")]
    [InlineData("test_results_after.json", "test_results_after.json")]
    public async Task What_a_reader_needs_is_missed_and_nothing_is_exported(string file, string missing)
    {
        File.Delete(_evaluation.In(file));

        (await ExportAsync()).Should().BeEquivalentTo(new { Missing = new[] { missing }, Changed = false });

        Directory.Exists(_folder[".lw_coder/training_data"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_huge_trace_is_shortened_and_said_so()
    {
        File.WriteAllText(_run.TraceFile, "start" + new string('x', 40 * 1024 * 1024) + "end");

        await ExportAsync();

        new FileInfo(Path.Combine(Sample, "code_trace.md")).Length.Should().BeLessThan(3 * 1024 * 1024);
        File.ReadAllText(Path.Combine(Sample, "code_trace.md")).Should().StartWith("start").And.EndWith("end")
            .And.Contain("truncated");
        File.ReadAllText(Path.Combine(Sample, "metadata.json")).Should().Contain("\"shortened\": [\n    \"code_trace.md\"");
    }

    [UnixFact]
    public async Task Links_lead_nothing_in_and_nothing_out()
    {
        _folder.Write("secret.txt", "out of the repository");
        File.Delete(_run.TraceFile);
        File.CreateSymbolicLink(_run.TraceFile, _folder["secret.txt"]);
        await ExportAsync();
        Names().Should().NotContain("code_trace.md");

        Directory.Delete(_folder[".lw_coder/training_data"], recursive: true);
        Directory.CreateSymbolicLink(
            _folder[".lw_coder/training_data"], Directory.CreateDirectory(_folder["elsewhere"]).FullName);
        await FluentActions.Awaiting(ExportAsync).Should().ThrowAsync<UserError>();
        Directory.EnumerateFileSystemEntries(_folder["elsewhere"]).Should().BeEmpty();
    }

    private Task<SampleExported> ExportAsync() => new SampleExport(_folder[".lw_coder"]).ExportAsync(
        new SampleRequest(
            "plan", _folder["plan.md"], _run, _run.PatchFile, _evaluation, [new Judge("reuse", 0.5, "m", "x")],
            [new Secret("KEY", Key)]),
        default);

    private IEnumerable<string> Names() => Directory.GetFiles(Sample, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Sample, file).Replace('\\', '/'));
}
