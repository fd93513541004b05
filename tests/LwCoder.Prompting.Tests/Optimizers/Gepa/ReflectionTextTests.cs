using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Tests.Optimizers.Gepa;

public sealed class ReflectionTextTests
{
    [Theory]
    [InlineData("Here is it:\n```markdown\nDo X.\nDo Y.\n```\n", "Do X.\nDo Y.")]
    [InlineData("a\n```text\nouter\n```\ninner\n```\nend\n```\nb", "outer\n```\ninner\n```\nend")]
    [InlineData("```text\nOnly an opening fence.", "Only an opening fence.")]
    [InlineData("Only a closing fence.\n```", "Only a closing fence.")]
    [InlineData("\n  No fence at all.\n ", "No fence at all.")]
    [InlineData("``````", "")]
    [InlineData("```\r\nwindows\r\n```", "windows")]
    [InlineData("```json {\"a\": 1}```", "json {\"a\": 1}")]
    [InlineData("", "")]
    public void The_text_is_what_stands_between_the_outer_fences(string reply, string expected) =>
        ReflectionReply.Text(reply).Should().Be(expected);

    [Fact]
    public void Records_are_shown_as_headings_and_trimmed_text()
    {
        var record = FieldValues.Of(
            ("Inputs", FieldValues.Of(("q", "1+1? "), ("hard", false))), ("Parts", new List<object?> { 1L, 0.5, null }));

        ReflectionPrompt.Render("<curr_param>|<side_info>", "text", [record]).Should().Be(
            "text|# Example 1\n## Inputs\n### q\n1+1?\n\n### hard\nFalse\n\n"
            + "## Parts\n### Item 1\n1\n\n### Item 2\n0.5\n\n### Item 3\nNone\n\n");
    }

    [Fact]
    public void Headings_go_six_deep_at_most() =>
        ReflectionPrompt.Render("<side_info>", "", [FieldValues.FromJson("""{"a":{"b":{"c":{"d":{"e":{"f":"x"}}}}}}""")])
            .Should().Contain("###### e\n###### f\nx");

    [Fact]
    public void Our_template_has_all_it_needs_and_says_what_the_text_is_for_where_that_is_known()
    {
        ReflectionPrompt.Problem(ReflectionPrompt.DefaultTemplate).Should().BeNull();
        ReflectionPrompt.Render(ReflectionPrompt.DefaultTemplate, "Answer.", [], "It is given a word.")
            .Should().Contain("<current_instruction>\nAnswer.\n</current_instruction>\n\nAbout this text: It is given a word.");
        ReflectionPrompt.Render(ReflectionPrompt.DefaultTemplate, "Answer.", [])
            .Should().NotContain("<about>").And.NotContain("About");
    }

    [Fact]
    public void A_template_without_a_place_for_the_text_is_refused() =>
        FluentActions.Invoking(() => new LwCoder.Prompting.Optimizers.Gepa.Gepa(
                new LwCoder.Prompting.Tests.Support.StubClient("x"), new GepaOptions { Template = "<side_info>" }))
            .Should().Throw<ArgumentException>().WithMessage("*lacks <curr_param>*");

    [Theory]
    [InlineData(0.5, "0.5")]
    [InlineData(1, "1.0")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(123456.75, "123456.75")]
    public void Numbers_are_written_as_python_writes_them(double number, string expected) =>
        ReflectionPrompt.Render("<side_info>", "", [FieldValues.Of(("n", number))]).Should().Contain($"## n\n{expected}\n");
}
