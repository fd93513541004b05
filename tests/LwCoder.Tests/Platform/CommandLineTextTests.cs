using LwCoder.Platform.Processes;

namespace LwCoder.Tests.Platform;

public sealed class CommandLineTextTests
{
    [Theory]
    [InlineData("git status", "git", "status")]
    [InlineData("git commit -m 'two words'", "git", "commit", "-m", "two words")]
    [InlineData("sh -c ''", "sh", "-c", "")]
    [InlineData("echo 'it'\\''s'", "echo", "it's")]
    [InlineData("docker run -e API_KEY -e LANG=C", "docker", "run", "-e", "API_KEY", "-e", "LANG=C")]
    public void Words_are_quoted_where_a_shell_would_want_it(string expected, params string[] words) =>
        CommandLineText.Of(words).Should().Be(expected);

    [Theory]
    [InlineData("--build-arg", "NPM_TOKEN=hunter2")]
    [InlineData("--api-key=hunter2")]
    [InlineData("--password", "hunter2")]
    [InlineData("-e", "DB_PASSWORD=hunter2")]
    [InlineData("--github-token", "hunter2")]
    public void What_is_called_a_secret_is_left_out(params string[] words) =>
        CommandLineText.Of(["tool", .. words]).Should().NotContain("hunter2").And.Contain("…");

    [Fact]
    public void A_long_or_wild_argument_becomes_one_short_line() =>
        CommandLineText.Of(["agent", "line\nline\u001b[31m" + new string('x', 5000)])
            .Should().HaveLength("agent ''".Length + 201).And.StartWith("agent 'line line [31mx");
}
