using FsCheck;
using FsCheck.Fluent;
using LwCoder.Plans;
using LwCoder.Platform.Processes;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Tests.Plans;

public sealed class PlanIdTests
{
    [Theory]
    [InlineData("abc")]
    [InlineData("my-feature")]
    [InlineData("007")]
    [InlineData("quick-fix-2025.01-001")]
    [InlineData("A_b.c-D")]
    [InlineData("console")]
    [InlineData("x.locked")]
    [InlineData("deadbeef")]
    public void A_branch_name_of_the_allowed_characters_is_an_id(string text)
    {
        PlanId.Problem(text).Should().BeNull();
        PlanId.Parse(text).ToString().Should().Be(text);
    }

    [Theory]
    [InlineData("", "too short")]
    [InlineData("ab", "too short")]
    [InlineData("../x", "is a path")]
    [InlineData("a\\b", "is a path")]
    [InlineData("my plan", "a space")]
    [InlineData("é-plan", "'é'")]
    [InlineData("plan-😀", "outside ASCII")]
    [InlineData("plan\n", "U+000A")]
    [InlineData("plan@{1}", "'@'")]
    [InlineData(".xx", "starts with '.'")]
    [InlineData("--list", "starts with '-'")]
    [InlineData("a..b", "'..'")]
    [InlineData("abc.", "ends with '.'")]
    [InlineData("x.lock", "'.lock'")]
    [InlineData("x.LOCK", "'.lock'")]
    [InlineData("HEAD", "current commit")]
    [InlineData("head", "current commit")]
    [InlineData("0123456789abcdef0123456789abcdef01234567", "commit id")]
    [InlineData("con", "device")]
    [InlineData("Nul", "device")]
    [InlineData("com1.feature", "device")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason)
    {
        PlanId.Problem(text).Should().Contain(reason);
        FluentActions.Invoking(() => PlanId.Parse(text)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void An_id_has_at_most_100_characters()
    {
        PlanId.Problem(new string('a', 100)).Should().BeNull();
        PlanId.Problem(new string('a', 101)).Should().Contain("101 characters");
    }

    [Fact]
    public void Ids_that_differ_only_in_case_are_the_same()
    {
        PlanId.Parse("My-Plan").Should().Be(PlanId.Parse("my-plan"));
        PlanId.Parse("My-Plan").GetHashCode().Should().Be(PlanId.Parse("my-plan").GetHashCode());
        PlanId.Parse("my-plan").Should().NotBe(PlanId.Parse("my-plans"));
    }

    [Fact]
    public void Git_takes_every_valid_id_as_a_branch_name()
    {
        var git = new ProcessRunner();
        var texts = Gen.Elements("a", "Z", "0", ".", "..", "-", "_", "lock", ".lock", "HEAD", "@{", "/", "~")
            .ArrayOf().Select(parts => string.Concat(parts)).Where(text => PlanId.Problem(text) is null);

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var check = new ProcessSpec("git", "check-ref-format", "--branch", text);
            return git.RunAsync(check, default).GetAwaiter().GetResult().Succeeded;
        }).ShouldHold(40);
    }
}
