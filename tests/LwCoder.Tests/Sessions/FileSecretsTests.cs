using System.Text;
using LwCoder.Sessions;

namespace LwCoder.Tests.Sessions;

public sealed class FileSecretsTests
{
    [Theory]
    [InlineData(".env", "DB_PASS=hunter2hunter2\nPORT=80\n", "login with hunter2hunter2", "hunter2hunter2")]
    [InlineData("a.json", """{"db":{"password":"hunter2hunter2"}}""", "hunter2hunter2", "hunter2hunter2")]
    [InlineData("db.yml", "db:\n  password: hunter2hunter2\n  pool: 5\n", "it is hunter2hunter2!", "hunter2hunter2")]
    [InlineData(".npmrc", "//registry.example/:_authToken=abcdefgh12345\n", "abcdefgh12345", "abcdefgh12345")]
    [InlineData(".netrc", "machine x login ada password hunter2hunter2\n", "hunter2hunter2", "hunter2hunter2")]
    [InlineData("a.ini", "[db]\npw=1\ntoken=hunter2x\n", "hunter2x", "hunter2x")]
    [InlineData("token", "correct horse battery staple\n", "correct horse battery staple", "correct horse")]
    public void What_a_copied_file_holds_does_not_reach_a_trace(string name, string content, string said, string secret) =>
        new Redactor(FileSecrets.Of(name, Encoding.UTF8.GetBytes(content))).Redact(said)
            .Should().NotContain(secret).And.Contain($"[redacted:");

    [Fact]
    public void Bytes_and_ordinary_words_are_left_alone()
    {
        FileSecrets.Of("db.sqlite", [0, 1, 2]).Should().BeEmpty();
        var redactor = new Redactor(FileSecrets.Of("db.yml", "db:\n  adapter: postgres\n"u8.ToArray()));
        redactor.Redact("the adapter is postgres").Should().Be("the adapter is postgres");
    }
}
