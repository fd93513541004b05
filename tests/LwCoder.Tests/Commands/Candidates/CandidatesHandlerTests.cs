using System.Text.Json;
using LwCoder.Tests.Support;
using LwCoder.Training.Candidates;
using LwCoder.Training.Trainer;

namespace LwCoder.Tests.Commands.Candidates;

public sealed class CandidatesHandlerTests : IAsyncLifetime
{
    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        _repository.Write(".lw_coder/prompts/active/mini/default/main.md", "Do the work, then ask auditor to look.\n");
        _repository.Write(".lw_coder/prompts/active/mini/default/auditor.md", "Look.\n");
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_list_says_where_each_candidate_comes_from()
    {
        await WriteAsync("Do it.", "one");
        await WriteAsync("Do it well.", "two", "three");
        _repository.Write(".lw_coder/prompts/candidates/mini/default/candidate-009/notes.txt", "no prompts");
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("candidates", "list")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Printed.Should().MatchRegex(
            "^mini/default/candidate-001\t[0-9a-f]{8}\t2026-11-21 10:00\tvendor/writer\tba5e\t1\t1\t-\t-\t-\n"
            + "mini/default/candidate-002\t.*\t2\t1\t-\t-\t-\n$");
        lwCoder.Narrated.Should().Contain("warning: mini/default/candidate-009 cannot be used");
    }

    [Fact]
    public async Task A_candidate_is_compared_with_the_active_prompts_word_by_word()
    {
        await WriteAsync("Do the work, then have keeper look.", "one");
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("candidates", "diff", "1")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Printed.Should().Contain("candidate  mini/default/candidate-001 (")
            .And.Contain("samples    one (worst, seed 3)\n")
            .And.Contain("against    active/mini/default (")
            .And.Contain("Do the work, then [-ask auditor to-]{+have keeper+} look.")
            .And.Contain("--- auditor\n").And.Contain("[-Look.-]").And.Contain("--- keeper\n").And.Contain("{+Keep.+}")
            .And.NotContain("Because");
    }

    [Fact]
    public async Task A_candidate_is_compared_with_another_one_as_json()
    {
        await WriteAsync("Do it.", "one");
        await WriteAsync("Do it well.", "one");
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("candidates", "diff", "002", "mini/default/candidate-001", "--json")).Should().Be(0);

        using var json = JsonDocument.Parse(lwCoder.Printed);
        json.RootElement.GetProperty("against").GetString().Should().Be("mini/default/candidate-001");
        var changes = json.RootElement.GetProperty("changes");
        changes[0].GetProperty("words").GetString().Should().Contain("Do [-it.-]{+it well.+}");
        changes[1].GetProperty("words").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Show_prints_origin_analysis_and_prompts_without_obeying_them()
    {
        await WriteAsync("Do \u001b[31mit\u001b[0m.", "one");
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("candidates", "show", "candidate-001")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Printed.Should().Contain("Because.").And.Contain("--- keeper (Keeps: all.)\n\nKeep.\n").And.NotContain("\u001b");
    }

    [Fact]
    public async Task What_is_not_there_or_not_clear_is_told()
    {
        var lwCoder = LwCoder();
        (await lwCoder.RunAsync("candidates", "show", "1")).Should().Be(1);
        lwCoder.Narrated.Should().Contain("run 'lw_coder train' to have one proposed");
        await WriteAsync("Do it.", "one");
        _repository.Write(".lw_coder/prompts/candidates/droid/default/candidate-001/main.md", "Do it.");
        var unclear = LwCoder();

        (await unclear.RunAsync("candidates", "show", "001")).Should().Be(2);

        unclear.Narrated.Should().Contain("'001' may be droid/default/candidate-001 or mini/default/candidate-001");
        (await LwCoder().RunAsync("candidates", "show", "mini/default/candidate-001")).Should().Be(0);
        (await LwCoder().RunAsync("candidates", "show", "../../active")).Should().Be(1);
    }

    private async Task WriteAsync(string main, params string[] samples)
    {
        var prompts = new CandidatePrompts(main, [new SubagentDefinition("keeper", "Keeps: all.", "Keep.")], "Because.");
        var origin = new CandidateOrigin(
            new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero), "mini", "default", "vendor/writer", "ba5e",
            prompts.ToSet().Fingerprint, "worst", 3, samples, 0, "$0.01 (billed)");
        var folder = new CandidateFolder(Path.Combine(_repository.Root, ".lw_coder", "prompts", "candidates"), "mini", "default");
        (await folder.WriteAsync(prompts, origin, default)).IsNew.Should().BeTrue();
    }

    private TestServices LwCoder() => new(_repository.Root, Path.Combine(_repository.Folder, "home"));
}
