using LwCoder.Platform.Terminal;

namespace LwCoder.Tests.Platform;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("  two\n lines\t ", "two lines")]
    [InlineData("\u001b[31mred\u001b[0m", "[31mred [0m")]
    [InlineData("title\u001b]0;owned\u0007", "title ]0;owned")]
    [InlineData("C1 \u009b31m", "C1 31m")]
    [InlineData("abc\u202Edcba", "abcdcba")]
    [InlineData("emoji 🙂 and ünïcode", "emoji 🙂 and ünïcode")]
    public void One_line_has_nothing_that_a_terminal_obeys(string text, string expected) =>
        TerminalText.OneLine(text, 100).Should().Be(expected);

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcdef…")]
    [InlineData("abcde🙂", 6, "abcde…")]
    public void A_long_line_is_cut_between_characters(string text, int length, string expected) =>
        TerminalText.OneLine(text, length).Should().Be(expected);

    [Fact]
    public void Lines_and_tabs_are_kept_where_they_matter() =>
        TerminalText.Lines("a\tb\r\nc\u001b[2J\n").Should().Be("a\tb\nc[2J\n");
}
