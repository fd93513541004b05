using LwCoder.Sessions;

namespace LwCoder.Tests.Sessions;

public sealed class SecretNoteTests
{
    private static readonly Redactor Redactor = new([new Secret("MY_KEY", "abcdefgh-12345")]);

    [Theory]
    [InlineData("key=abcdefgh-12345", "MY_KEY")]
    [InlineData("ghp_0123456789abcdefghijklmnopqrstuvwxyz", "key")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----", "private-key")]
    [InlineData("++ b/ abcdefgh-12345", "MY_KEY")]
    public void An_added_secret_is_named_with_its_file(string added, string name) =>
        Note($"+{added}").Should().Equal($"secret written ({name}): src/a.txt");

    [Theory]
    [InlineData("-key=abcdefgh-12345")]
    [InlineData(" key=abcdefgh-12345")]
    [InlineData("+nothing of the kind")]
    public void What_was_there_before_or_is_no_secret_is_not(string line) => Note(line).Should().BeEmpty();

    [Fact]
    public void Many_files_make_one_line()
    {
        var patch = Enumerable.Range(1, 7).SelectMany(n => PatchOf($"f{n}", "+abcdefgh-12345", "+abcdefgh-12345"));

        SecretNote.From(patch, Redactor).Should().Equal("secret written (MY_KEY): f1, f2, f3, f4, f5 and 2 more");
    }

    [Theory]
    [InlineData("+++ b/my notes.txt\t", "my notes.txt")]
    [InlineData("+++ \"b/caf\\303\\251\"", "caf\\303\\251")]
    public void Paths_that_git_marks_are_readable(string header, string path) =>
        SecretNote.From(["diff --git a/x b/x", header, "@@ -0,0 +1 @@", "+abcdefgh-12345"], Redactor)
            .Should().Equal($"secret written (MY_KEY): {path}");

    private static IReadOnlyList<string> Note(params string[] lines) => SecretNote.From(PatchOf("src/a.txt", lines), Redactor);

    private static string[] PatchOf(string path, params string[] lines) =>
        [$"diff --git a/{path} b/{path}", "--- /dev/null", $"+++ b/{path}", "@@ -1 +1 @@", .. lines];
}
