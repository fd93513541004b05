using FsCheck;
using FsCheck.Fluent;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Prompts;

namespace LwCoder.Tests.Prompts;

public sealed class AsciiTextTests
{
    [Theory]
    [InlineData("plain\ttext\n", "plain\ttext\n")]
    [InlineData("“Don’t” – wait… no—really", "\"Don't\" - wait... no--really")]
    [InlineData("• a → b ≤ c × 2", "- a -> b <= c x 2")]
    [InlineData("naïve café, Straße, Łódź, ﬁle", "naive cafe, Strasse, Lodz, file")]
    [InlineData("✅ done 🎉!", "[x] done !")]
    [InlineData("a\u00A0b\u200Bc\u202Ed\uFEFF", "a bcd")]
    [InlineData("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour")]
    [InlineData("bell\a esc\u001b[31m", "bell esc[31m")]
    [InlineData("日本", "??")]
    [InlineData("\ud83d broken", " broken")]
    public void Text_becomes_what_a_typist_would_write(string text, string ascii) => AsciiText.From(text).Should().Be(ascii);

    [Fact]
    public void A_text_in_another_script_is_not_faithful()
    {
        AsciiText.IsFaithful("Проверь тесты").Should().BeFalse();
        AsciiText.IsFaithful(new string('a', 200) + " “日” ???").Should().BeTrue();
    }

    [Fact]
    public void Any_text_becomes_printable_ascii() => Prop.ForAll<string>(text =>
        AsciiText.From(text ?? "").All(character => character is '\n' or '\t' or (>= ' ' and <= '~'))).ShouldHold();
}
