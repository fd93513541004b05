using System.Text;
using LwCoder.Plans;
using static LwCoder.Tests.Support.PlanSamples;

namespace LwCoder.Tests.Plans;

/// <summary>A rewrite changes one value and not a byte besides.</summary>
public sealed class PlanRewriteTests
{
    private const string OtherSha = "ffffffffffffffffffffffffffffffffffffffff";

    [Theory]
    [InlineData("status: ready", "status: coding")]
    [InlineData("status:    Ready   # any case", "status:    coding   # any case")]
    [InlineData("status: 'ready'", "status: 'coding'")]
    [InlineData("\"status\": \"re\\x61dy\"", "\"status\": \"coding\"")]
    [InlineData("status:\n  ready", "status:\n  coding")]
    [InlineData("status :\tready\t", "status :\tcoding\t")]
    [InlineData("? status\n: ready", "? status\n: coding")]
    [InlineData("# 😀 é\nstatus: review # 😀", "# 😀 é\nstatus: coding # 😀")]
    public void Only_the_value_is_replaced_where_it_stands(string before, string after)
    {
        var text = Text(more: "notes: |\n  status: ready\n");
        var original = text.Replace("\nstatus: ready\n", $"\n{before}\n", StringComparison.Ordinal);

        Rewrite(original, PlanStatus.Coding).Should()
            .Be(text.Replace("\nstatus: ready\n", $"\n{after}\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Status_and_sha_are_replaced_together_in_any_order()
    {
        var plan = Parse(File("draft", Plan.PlaceholderSha)).With(PlanStatus.Coding, OtherSha);

        Encoding.UTF8.GetString(plan.Bytes).Should().Be(File("coding", OtherSha));
        plan.Plan.Status.Should().Be(PlanStatus.Coding);
        plan.Plan.GitSha.Should().Be(OtherSha);

        static string File(string status, string sha) =>
            $"---\nstatus: {status}\nplan_id: abc\ngit_sha: \"{sha}\" # soon\n---\nbody";
    }

    [Fact]
    public void Front_matter_in_braces_stays_in_braces() =>
        Rewrite($"---\n{{status: ready,git_sha: '{Sha}',plan_id: abc}}\n---\nx", PlanStatus.Done)
            .Should().Be($"---\n{{status: done,git_sha: '{Sha}',plan_id: abc}}\n---\nx");

    [Fact]
    public void A_byte_order_mark_windows_line_ends_and_bytes_that_are_no_text_stay()
    {
        byte[] before = [0xEF, 0xBB, 0xBF, .. Lines("ready"), 0xFF, 0x00, 0xC3, 0x0D];
        byte[] after = [0xEF, 0xBB, 0xBF, .. Lines("implemented"), 0xFF, 0x00, 0xC3, 0x0D];

        Parse(before).With(PlanStatus.Implemented).Bytes.ToArray().Should().Equal(after);

        static byte[] Lines(string status) => Encoding.UTF8.GetBytes(
            Text(status: status, more: "created_by: Jürgen 😀\n").Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_asked_for_is_nothing_changed() => Rewrite(Text(), null).Should().Be(Text());

    [Fact]
    public void A_rewrite_that_would_make_the_plan_invalid_is_refused() =>
        FluentActions.Invoking(() => Parse(Text(sha: Plan.PlaceholderSha, status: "draft")).With(PlanStatus.Coding))
            .Should().Throw<UserError>().WithMessage("*placeholder*");

    private static string Rewrite(string text, PlanStatus? status) =>
        Encoding.UTF8.GetString(Parse(text).With(status).Bytes);
}
