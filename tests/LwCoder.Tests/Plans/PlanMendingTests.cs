using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LwCoder.Plans;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Tests.Plans;

public sealed class PlanMendingTests
{
    private const string Zeros = "\"0000000000000000000000000000000000000000\"";

    [Fact]
    public void A_plan_that_is_right_keeps_every_byte()
    {
        const string Plan = $"---\r\n# mine\r\nplan_id: 'add-login'\r\ngit_sha: {Zeros}\r\nstatus: Draft\r\n---\r\nDo it.\r\n";

        var mended = Mend(Plan);

        Encoding.UTF8.GetString(mended.Text).Should().Be(Plan);
        mended.Changes.Should().BeEmpty();
    }

    [Fact]
    public void What_can_only_be_meant_one_way_is_put_right()
    {
        var mended = Mend("""
            ---
            plan_id: Add login!   # the name
            git_sha: abc1234
            status: ready
            notes: kept
            ---
            Do it.
            """);

        Encoding.UTF8.GetString(mended.Text).Should().Be($"""
            ---
            plan_id: Add-login   # the name
            git_sha: {Zeros}
            status: draft
            notes: kept
            ---
            Do it.
            """);
        mended.Changes.Should().Equal("plan_id was 'Add login!'", "git_sha was 'abc1234'", "status was 'ready'");
    }

    [Theory]
    [InlineData("---\r\nnotes: x\r\n---\r\nDo it.\r\n")]
    [InlineData("---\nplan_id:\ngit_sha: \nstatus: ~\n---\nDo it.\n")]
    [InlineData("---\n---\nDo it.\n")]
    [InlineData("# A plan\n\nDo it.\n")]
    [InlineData("\n\n---\nplan_id: the-file\n---\nDo it.\n")]
    public void What_is_missing_is_added(string text)
    {
        var plan = PlanDocument.Parse(Mend(text).Text, "", "").Plan;

        plan.Should().BeEquivalentTo(new { Status = PlanStatus.Draft, HasPlaceholderSha = true });
        plan.Id.Value.Should().Be("the-file");
        plan.Body.Should().EndWith("Do it." + (text.Contains('\r') ? "\r\n" : "\n"));
    }

    [Fact]
    public void A_status_that_is_not_plain_stays_for_the_reader_to_name()
    {
        var mended = Mend("---\nplan_id: add-login\ngit_sha: 0\nstatus: [draft]\n---\nDo it.\n");

        FluentActions.Invoking(() => PlanDocument.Parse(mended.Text, "", "the-file.md"))
            .Should().Throw<UserError>().WithMessage("*the-file.md:4*status is not a single word*");
    }

    [Theory]
    [InlineData("add-login", "add-login")]
    [InlineData("Add Login (v2)", "Add-Login-v2")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("a", "plan-a")]
    [InlineData("HEAD", "plan-HEAD")]
    [InlineData("con", "plan-con")]
    [InlineData("x.lock", "x.lock-plan")]
    [InlineData("ü", "new-plan")]
    [InlineData("", "new-plan")]
    public void Any_text_leads_to_a_valid_id(string text, string id) => PlanIdText.From(text).Value.Should().Be(id);

    [Fact]
    public void No_text_is_too_odd_for_an_id() => Prop.ForAll<string?>(text =>
    {
        var id = PlanIdText.From(text ?? "");
        var other = PlanIdText.WithSuffix(PlanIdText.From(text + new string('x', 99)), "-17").Value;
        return PlanId.Problem(id.Value) is null && PlanId.Problem(other) is null
            && other.EndsWith("-17", StringComparison.Ordinal);
    }).ShouldHold();

    private static MendedPlan Mend(string text) => PlanMending.Mend(Encoding.UTF8.GetBytes(text), "the-file.md");
}
