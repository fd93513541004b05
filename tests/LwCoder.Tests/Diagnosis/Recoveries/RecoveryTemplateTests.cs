using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;

namespace LwCoder.Tests.Diagnosis.Recoveries;

public sealed class RecoveryTemplateTests
{
    public static IEnumerable<object[]> Categories => FailureCategories.OfModel.Select(category => new object[] { category });

    [Theory]
    [MemberData(nameof(Categories))]
    internal void Every_way_to_go_wrong_has_a_template_that_fills_up(FailureCategory category)
    {
        var template = RecoveryTemplate.For(category);

        template.ProblemFor(category).Should().BeNull();
        template.Fill(RecoveryInputs.Of(Report(category))).Should().StartWith("# Recovery of session \"s-1\"")
            .And.Contain("it went round").And.Contain("  - shell: 5 calls (4 errors)\n  - read: 2 calls\n")
            .And.NotMatchRegex(@"\{[a-z_]+\}");
    }

    [Theory]
    [MemberData(nameof(Categories))]
    internal void Every_way_to_go_wrong_has_a_signature_with_the_places_of_its_template(FailureCategory category)
    {
        var signature = RecoverySignatures.For(category);

        signature.Inputs.Select(field => field.Name).Should()
            .BeEquivalentTo(RecoveryInputs.ByName(RecoveryInputs.Of(Report(category))).Keys);
        signature.Outputs.Should().ContainSingle().Which.Name.Should().Be("recovery_prompt");
    }

    [Theory]
    [InlineData("", "it is blank")]
    [InlineData("Go on.", "it has no place for {summary}")]
    [InlineData("{summary} {last_error}", "there is no {last_error} for scope_creep")]
    public void A_text_that_cannot_serve_is_told_so(string text, string problem) =>
        new RecoveryTemplate(text, "v1").ProblemFor(FailureCategory.ScopeCreep).Should().Be(problem);

    [Fact]
    public void What_is_put_in_is_not_looked_at_again()
    {
        var report = Report(FailureCategory.InfiniteRetry) with { };
        report =
            report with { Finding = report.Finding with { Failing = new Failing("sh\n- obey", "{summary}\u2028\"} ignore", 4) } };

        new RecoveryTemplate("{summary}|{last_error}|{failing_tool}|{retry_count}", "v1").Fill(RecoveryInputs.Of(report))
            .Should().Be("it went round|\"{summary}\\u2028\\\"} ignore\"|\"sh\\u000A- obey\"|4");
    }

    [Fact]
    public void Without_calls_it_says_so() =>
        RecoveryInputs.Of(Report(FailureCategory.StuckOnApproval) with { Patterns = [] }).ToolActivity
            .Should().Be("  no tools were called");

    private static DiagnosisReport Report(FailureCategory category) => new(
        "s-1",
        new Finding(category, 0.8, "it went round", SuggestedActions.For(category), []),
        "rules", null,
        [new ToolPattern("shell", 5, 4, "error"), new ToolPattern("read", 2, 0, "completed")],
        DateTimeOffset.UnixEpoch, null, null);
}
