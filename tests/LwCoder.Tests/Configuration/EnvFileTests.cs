using System.Text;
using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class EnvFileTests
{
    [Theory]
    [InlineData("A=1", "1")]
    [InlineData("\uFEFFA=1\r\n", "1")]
    [InlineData("export A=1", "1")]
    [InlineData("  export\tA = x", "x")]
    [InlineData(" A = two words  ", "two words")]
    [InlineData("A=", "")]
    [InlineData("A= # comment", "")]
    [InlineData("A=x#y # comment", "x#y")]
    [InlineData("A=a=b", "a=b")]
    [InlineData("A=${HOME}$x", "${HOME}$x")]
    [InlineData("A='x \\n # \"y\"' # comment", "x \\n # \"y\"")]
    [InlineData("A=\"x\\n\\t\\\"\\\\\\$ \\q\"", "x\n\t\"\\$ \\q")]
    [InlineData("A=\"one\ntwo\"\nB=3", "one\ntwo")]
    [InlineData("A='one\r\n#two'", "one\n#two")]
    [InlineData("A=1\n#A=2\n\nA=3", "3")]
    [InlineData("A=it's", "it's")]
    public void Values_are_read(string text, string expected) =>
        EnvFile.Parse(Encoding.UTF8.GetBytes(text), "f")["A"].Should().Be(expected);

    [Fact]
    public void A_variable_may_be_called_export() =>
        EnvFile.Parse("export=1\nexportA=2"u8, "f").Keys.Should().Equal("export", "exportA");

    [Theory]
    [InlineData("OK=1\nhunter2", "f:2: expected NAME=value")]
    [InlineData("1hunter2=x", "f:1: expected NAME=value")]
    [InlineData("hunter2 x=1", "f:1: expected NAME=value")]
    [InlineData("=hunter2", "f:1: expected NAME=value")]
    [InlineData("A='x\ny'\n\nKEY=\"hunter2\n\n", "f:4: the value of KEY is not closed by \"")]
    [InlineData("KEY='a\nb' hunter2", "f:2: text follows the quoted value of KEY")]
    [InlineData("KEY=hunter2\0", "f:1: the value of KEY holds a NUL character")]
    public void Errors_name_the_line_and_never_the_value(string text, string message)
    {
        var error = FluentActions.Invoking(() => EnvFile.Parse(Encoding.UTF8.GetBytes(text), "f"))
            .Should().Throw<UserError>().Which;

        error.Message.Should().Be(message);
        error.ToString().Should().NotContain("hunter2");
        error.Hint.Should().NotContain("hunter2");
        error.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error_without_a_cause_that_shows_them() =>
        FluentActions.Invoking(() => EnvFile.Parse([0x41, 0x3D, 0xFF], "f")).Should().Throw<UserError>()
            .Where(error => error.Message == "f is not UTF-8 text" && error.InnerException == null);

    [Fact]
    public void A_missing_file_is_null() =>
        EnvFile.Read(Path.Combine(Path.GetTempPath(), "lw_coder", "no", ".env")).Should().BeNull();
}
