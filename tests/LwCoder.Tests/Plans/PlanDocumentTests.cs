using System.Text;
using LwCoder.Plans;
using static LwCoder.Tests.Support.PlanSamples;

namespace LwCoder.Tests.Plans;

public sealed class PlanDocumentTests
{
    [Fact]
    public void A_plan_says_what_its_file_says()
    {
        var plan = Parse("""
            ---
            # the plan of all plans
            status: Ready   # any case
            evaluation_notes:
              - "Check: it works"
              - 42
              - >-
                A long note
                on two lines
            git_sha: 0123456789ABCDEF0123456789abcdef01234567
            created_at: 2025-01-31 14:00:00+01:00
            created_by: Jürgen
            linear_issue_id: 123
            notes: |
              One
              two
            plan_id: 'my-feature'
            ---

            # Do it

            ---
            """).Plan;

        plan.Should().BeEquivalentTo(new
        {
            Id = PlanId.Parse("my-feature"),
            GitSha = Sha,
            Status = PlanStatus.Ready,
            EvaluationNotes = new[] { "Check: it works", "42", "A long note on two lines" },
            CreatedAt = new DateTimeOffset(2025, 1, 31, 14, 0, 0, TimeSpan.FromHours(1)),
            CreatedBy = "Jürgen",
            LinearIssueId = "123",
            Notes = "One\ntwo",
            Body = "\n# Do it\n\n---",
        });
    }

    [Fact]
    public void The_optional_keys_may_be_missing_or_empty()
    {
        const string values = "evaluation_notes: []\ncreated_at:\ncreated_by: ~\nnotes: null\nlinear_issue_id: \"\"\n";
        var empty = Parse(Text(more: values)).Plan;
        var missing = Parse(Text()).Plan;

        empty.Should().BeEquivalentTo(missing);
        missing.EvaluationNotes.Should().BeEmpty();
        missing.CreatedAt.Should().BeNull();
    }

    [Theory]
    [InlineData("evaluation_notes:")]
    [InlineData("evaluation_notes: [one, 'two: three']")]
    [InlineData("evaluation_notes:\n- one\n- 'two: three'")]
    public void A_list_may_be_written_in_every_way_of_yaml(string list) =>
        Parse(Text(more: list + "\n")).Plan.EvaluationNotes.Should()
            .BeEquivalentTo(list.Contains("one", StringComparison.Ordinal) ? ["one", "two: three"] : Array.Empty<string>());

    [Fact]
    public void Front_matter_in_braces_is_yaml_too() =>
        Parse($"---\n{{plan_id: my-feature, git_sha: {Sha}, status: done}}\n---\nx").Plan.Status.Should().Be(PlanStatus.Done);

    [Theory]
    [InlineData("0000000000000000000000000000000000000000")]
    [InlineData("\"0000000000000000000000000000000000000000\"")]
    public void A_draft_may_have_the_placeholder_sha_quoted_or_not(string sha)
    {
        var plan = Parse(Text(sha: sha, status: "draft")).Plan;

        plan.HasPlaceholderSha.Should().BeTrue();
        plan.GitSha.Should().Be(Plan.PlaceholderSha);
    }

    [Theory]
    [InlineData("007")]
    [InlineData("1e3")]
    [InlineData("2025-01-31")]
    [InlineData("true")]
    [InlineData("0x10")]
    public void An_id_is_the_text_that_is_written(string id) =>
        Parse(Text(id: id)).Plan.Id.Value.Should().Be(id);

    [Fact]
    public void A_sha_of_digits_is_text() =>
        Parse(Text(sha: "1234567890123456789012345678901234567890")).Plan.GitSha
            .Should().Be("1234567890123456789012345678901234567890");

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_fine()
    {
        var plan = Parse("\uFEFF" + Text(body: "Do\nit.\n").Replace("\n", "\r\n", StringComparison.Ordinal)).Plan;

        plan.Id.Value.Should().Be("my-feature");
        plan.Body.Should().Be("Do\r\nit.\r\n");
    }

    [Fact]
    public void The_closing_fence_may_end_in_blanks_and_an_indented_one_is_text()
    {
        var plan = Parse($"--- \nplan_id: abc\ngit_sha: {Sha}\nstatus: done\nnotes: |\n  a\n  ---\n  b\n---\t\nbody").Plan;

        plan.Notes.Should().Be("a\n---\nb");
        plan.Body.Should().Be("body");
    }

    [Fact]
    public void A_body_of_5_megabytes_is_kept_whole()
    {
        var body = string.Concat(Enumerable.Repeat("- a: *line* of --- text\n", 5 * 1024 * 1024 / 24));

        Parse(Text(body: body)).Plan.Body.Should().Be(body);
    }

    [Fact]
    public void A_body_that_is_no_utf8_is_read_as_well_as_it_can_be() =>
        Parse([.. Encoding.UTF8.GetBytes(Text(body: "caf")), 0xE9]).Plan.Body.Should().Be("caf\uFFFD");

    [Theory]
    [InlineData("2025-01-31")]
    [InlineData("20250131")]
    [InlineData("2025-01-31T14:00")]
    [InlineData("2025-01-31T14:00Z")]
    [InlineData("2025-01-31T14:00:00Z")]
    [InlineData("2025-01-31t14:00:00Z")]
    [InlineData("2025-01-31 14:00:00.123456")]
    [InlineData("2025-01-31T14:00:00.1234567+05:30")]
    [InlineData("2025-01-31T14:00:00+0530")]
    [InlineData("20250131T140000Z")]
    [InlineData("\"2025-01-31T14:00:00Z\"")]
    public void Dates_and_times_of_iso_8601_are_read(string text) =>
        Parse(Text(more: $"created_at: {text}\n")).Plan.CreatedAt!.Value.Year.Should().Be(2025);

    [Fact]
    public void A_time_without_a_zone_is_utc() =>
        Parse(Text(more: "created_at: 2025-01-31T14:00:00\n")).Plan.CreatedAt!.Value.Offset.Should().Be(TimeSpan.Zero);
}
