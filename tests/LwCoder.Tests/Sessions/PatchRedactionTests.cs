using System.Text;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions;

public sealed class PatchRedactionTests
{
    private static readonly Secret Key = new("MY_KEY", "abcdefgh-12345");

    [Fact]
    public async Task A_patch_without_secrets_can_still_be_applied()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        repository.Write("old.txt", "one\nabcdefgh-12345 was here\nthree\n");
        File.WriteAllBytes(Path.Combine(repository.Root, "latin.txt"), [0xE9, (byte)'\n']);
        await repository.CommitAsync("Base");
        repository.Write("old.txt", "one\nabcdefgh-12345 was here\nthree, key abcdefgh-12345\n");
        repository.Write("new.ini", "a=1\r\nkey=abcdefgh-12345\r\n++ b/abcdefgh-12345\n");
        repository.Write("id_rsa", $"-----BEGIN PRIVATE KEY-----\n{new string('M', 64)}\n-----END PRIVATE KEY-----\nafter\n");
        repository.Write("gone.txt", "no line end, token abcdefgh-12345");
        File.WriteAllBytes(Path.Combine(repository.Root, "latin.txt"), [0xE9, (byte)'\n', 0xE8, (byte)'\n']);
        File.WriteAllBytes(Path.Combine(repository.Root, "data.bin"), [0, 1, 2, 255]);
        await repository.GitAsync("add", "-A");
        var exact = Path.Combine(repository.Folder, "exact.patch");
        await repository.GitAsync("diff", "--cached", "--binary", "--full-index", $"--output={exact}");
        await repository.GitAsync("reset", "-q", "--hard");
        var safe = Path.Combine(repository.Folder, "safe.patch");

        PatchRedaction.Copy(exact, safe, [Key]);

        await repository.GitAsync("apply", "--binary", "--whitespace=nowarn", safe);
        Read("old.txt").Should().Be("one\nabcdefgh-12345 was here\nthree, key [redacted:MY_KEY]\n");
        Read("new.ini").Should().Be("a=1\r\nkey=[redacted:MY_KEY]\r\n++ b/[redacted:MY_KEY]\n");
        Read("id_rsa").Should().Be("[redacted:private-key]\nafter\n\n\n", "a patch has as many lines as before");
        Read("gone.txt").Should().Be("no line end, token [redacted:MY_KEY]");
        File.ReadAllBytes(Path.Combine(repository.Root, "latin.txt")).Should().Equal(0xE9, (byte)'\n', 0xE8, (byte)'\n');
        File.ReadAllBytes(Path.Combine(repository.Root, "data.bin")).Should().Equal(0, 1, 2, 255);
        File.ReadAllText(safe).Should().Contain(" abcdefgh-12345 was here", "the repository has it already");

        string Read(string name) => File.ReadAllText(Path.Combine(repository.Root, name));
    }

    [Fact]
    public void A_value_in_letters_of_more_than_a_byte_is_found()
    {
        using var folder = new TempDirectory();
        var exact = folder.Write("exact.patch", "diff --git a/x b/x\n+++ b/x\n@@ -0,0 +1 @@\n+key=schlüssel-wörter\n");

        PatchRedaction.Copy(exact, folder.In("safe.patch"), [new Secret("GEHEIM", "schlüssel-wörter")]);

        File.ReadAllText(folder.In("safe.patch"), Encoding.UTF8).Should().EndWith("+key=[redacted:GEHEIM]\n");
    }

    [Fact]
    public void Without_secrets_it_is_the_same_to_the_byte()
    {
        using var folder = new TempDirectory();
        byte[] patch =
            [.. "diff --git a/x b/x\n+++ b/x\n@@ -0,0 +1,2 @@\n+caf"u8, 0xE9, .. "\r\n+\n\\ No newline at end of file\n"u8];
        File.WriteAllBytes(folder.In("exact.patch"), patch);

        PatchRedaction.Copy(folder.In("exact.patch"), folder.In("safe.patch"), [Key]);

        File.ReadAllBytes(folder.In("safe.patch")).Should().Equal(patch);
    }
}
