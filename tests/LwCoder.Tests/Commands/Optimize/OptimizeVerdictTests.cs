using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Tests.Optimization.Support;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Commands.Optimize;

/// <summary>What `optimize` makes of texts that are worse than, as good as or better than the one there is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OptimizeVerdictTests
{
    [Theory]
    [InlineData("gepa", "blank")]
    [InlineData("gepa", "identical")]
    [InlineData("gepa", "off-category")]
    [InlineData("gepa", "of one session")]
    [InlineData("mipro", "blank")]
    [InlineData("mipro", "identical")]
    [InlineData("mipro", "off-category")]
    [InlineData("mipro", "of one session")]
    public async Task A_text_that_is_no_better_than_the_template_is_not_stored_and_the_template_ties_with_itself(
        string optimizer, string what)
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite);
        var template = RecoveryTemplate.For(FailureCategory.InfiniteRetry).Text;
        var text = what switch
        {
            "blank" => " ",
            "identical" => template,
            "off-category" => RecoveryTemplate.For(FailureCategory.StuckOnApproval).Text,
            _ => template + "\nSession infinite_retry-03 in /home/ann/shop began at 2026-03-04T05:06:07.",
        };
        var lwCoder = repository.LwCoder(asked => Write(asked, text));

        var report = await ReportAsync(lwCoder, "recovery", "--category", "infinite_retry", "--optimizer", optimizer);

        report.GetProperty("not_stored_because").GetString()
            .Should().Be("nothing better than the hand-written template was found");
        var found = report.GetProperty("report");
        found.GetProperty("verdict").GetString().Should().Be("tie");
        found.GetProperty("changed").GetBoolean().Should().BeFalse();
        found.GetProperty("dev_best").GetDouble().Should().Be(found.GetProperty("dev_baseline").GetDouble());
        ((ModelsByText)lwCoder.Models!).Asked.Should().NotBeEmpty("the text was proposed");
    }

    [Fact]
    public async Task Without_held_out_examples_nothing_is_concluded()
    {
        var sessions = new GeneratedSessions();
        // Two trees: one to learn from, one to choose by.
        foreach (var tree in new[] { "a", "b" })
        {
            for (var number = 0; number < 4; number++)
            {
                sessions.Killed($"{tree}-attempt-{number}", FailureCategory.ScopeCreep, recovers: true, parent: tree);
            }
        }
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, sessions);
        var better = RecoveryTemplate.For(FailureCategory.ScopeCreep).Text + "\nIf it cannot be done, say so. Then stop.\n";
        var lwCoder = repository.LwCoder(asked => Write(asked, better));

        var report = await ReportAsync(lwCoder, "recovery", "--category", "scope_creep");

        report.GetProperty("version").GetInt32().Should().Be(1, "it may be what somebody wants");
        report.GetProperty("report").GetProperty("held_out_examples").GetInt32().Should().Be(0);
        report.GetProperty("report").GetProperty("verdict").GetString().Should().Be("inconclusive");
        (await repository.LwCoder(_ => "").RunAsync("compiled", "show", "fitter-dispatch:scope_creep")).Should().Be(0);
    }

    private static async Task<JsonElement> ReportAsync(TestServices lwCoder, params string[] arguments)
    {
        (await lwCoder.RunAsync(["optimize", .. arguments, "--budget-calls", "60", "--json"])).Should().Be(0, lwCoder.Narrated);
        using var json = JsonDocument.Parse(lwCoder.Printed);
        return json.RootElement.GetProperty("prompts")[0].Clone();
    }

    /// <summary>What either optimizer's writer is asked for.</summary>
    private static string Write(string asked, string text) =>
        asked.Contains("<<<current_instruction>>>", StringComparison.Ordinal)
            ? $"<<<instruction>>>\n{text}\n\n<<<end of answer>>>"
            : asked.Contains("<current_instruction>", StringComparison.Ordinal) ? $"```\n{text}\n```"
            : "<<<observations>>>\nx\n\n<<<is_complete>>>\ntrue\n\n<<<summary>>>\nx\n\n<<<description>>>\nx\n\n<<<end of "
                + "answer>>>";
}
