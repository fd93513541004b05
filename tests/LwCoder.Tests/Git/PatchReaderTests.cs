using System.Runtime.Versioning;
using FsCheck;
using FsCheck.Fluent;
using LwCoder.Git;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Git;

public sealed class PatchReaderTests
{
    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Every_kind_of_change_is_read_back_from_what_git_writes()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        repository.Write("moved.txt", "1\n2\n3\n4\n5\n6\n");
        repository.Write("gone.txt", "-- a/x\n++ b/x\n");
        repository.Write("script.sh", "#!/bin/sh\n");
        repository.Write("blank.txt", "a\n\nb\n");
        await repository.GitAsync("config", "diff.suppressBlankEmpty", "true");
        await repository.CommitAsync("More");
        using var plan = await PlanWorktreeFixture.CreateAsync(repository);
        await plan.HostAsync("mv", "moved.txt", "to here.txt");
        plan.Write("to here.txt", "1\n2\n3\nfour\n5\n6\n");
        File.Delete(Path.Combine(plan.Path, "gone.txt"));
        plan.Write("blank.txt", "a\n\nB\n");
        plan.Write("cr.txt", "one\rstill one\r\ntwo");
        plan.Write("new folder/ünt \"räcked\"\n.txt", "u\n");
        plan.Write("empty.txt", "");
        File.WriteAllBytes(Path.Combine(plan.Path, "picture.bin"), [0, 1, 2, 255, 254, 10, 0]);
        File.SetUnixFileMode(Path.Combine(plan.Path, "script.sh"), (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(Path.Combine(plan.Path, "link"), "../../elsewhere");

        var files = (await PatchOfAsync(plan)).ToDictionary(file => file.Path);

        files.Values.Select(file => $"{file.Kind} {file.Path}").Should().BeEquivalentTo(
            "M blank.txt", "A cr.txt", "A empty.txt", "D gone.txt", "A link", "A new folder/ünt \"räcked\"\n.txt",
            "A picture.bin", "M script.sh", "R to here.txt");
        files["to here.txt"].Should().BeEquivalentTo(new { OriginalPath = "moved.txt", Insertions = 1, Deletions = 1 });
        files["to here.txt"].Hunks.Single().Numbered().Where(line => line.Mark != ' ').Should().Equal(
            new PatchLine('-', 4, "4"), new PatchLine('+', 4, "four"));
        files["gone.txt"].Hunks.Single().Numbered().Select(line => line.Text).Should().Equal("-- a/x", "++ b/x");
        files["blank.txt"].Hunks.Single().Numbered().Should().Equal(
            new PatchLine(' ', 1, "a"), new PatchLine(' ', 2, ""), new PatchLine('-', 3, "b"), new PatchLine('+', 3, "B"));
        files["cr.txt"].Hunks.Single().Numbered().Select(line => line.Text).Should().Equal("one\rstill one\r", "two");
        files["picture.bin"].Should().BeEquivalentTo(new { IsBinary = true, BinaryBytes = 7L });
        files["script.sh"].NewMode.Should().Be("100755");
        files["link"].NewMode.Should().Be("120000");
        files["empty.txt"].Hunks.Should().BeEmpty();
    }

    [Fact]
    public void A_line_of_a_file_cannot_pose_as_another_file()
    {
        var files = Read("""
            diff --git a/a.txt b/a.txt
            --- a/a.txt
            +++ b/a.txt
            @@ -1,2 +1,3 @@ top
             diff --git a/forged b/forged
            +@@ -1 +1 @@
            +diff --git a/forged b/forged
            -last
            """);

        files.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Path = "a.txt", Insertions = 2, Deletions = 1 });
        files[0].Hunks.Should().ContainSingle().Which.Section.Should().Be("top");
    }

    [Theory]
    [InlineData("a/x b/x", "x")]
    [InlineData("a/x b/y b/x b/y", "x b/y")]
    [InlineData("\"a/t\\tb\" \"b/t\\tb\"", "t\tb")]
    [InlineData("\"a/\\303\\274\\\"\" \"b/\\303\\274\\\"\"", "ü\"")]
    [InlineData("", "")]
    public void The_path_stands_twice_in_the_header(string header, string path) =>
        PatchPath.OfHeader(header).Should().Be(path);

    [Fact]
    public void Arbitrary_text_is_no_bug()
    {
        var pieces = Gen.Elements(
            "diff --git ", "a/x b/x", "\"", "\\", "\\303", "\n", "@@ -1,2 +1 @@", "@@ -99999999999 +1 @@", "+", "-", " ",
            "\r", "\0", "rename from ", "rename to ", "GIT binary patch", "literal 5", "new file mode 100644", "😀");

        Prop.ForAll(pieces.ArrayOf().ToArbitrary(), parts => Read(string.Concat(parts)).Count >= 0)
            .ShouldHold(2000, size: 40);
    }

    private static IReadOnlyList<FilePatch> Read(string patch) =>
        PatchReader.Read(new StringReader(patch.ReplaceLineEndings("\n")));

    private static async Task<IReadOnlyList<FilePatch>> PatchOfAsync(PlanWorktreeFixture plan)
    {
        var file = Path.Combine(plan.Repository.Folder, "x.patch");
        await new ChangePatch(plan.Repository.Cli).WriteAsync(plan.Facts, plan.Worktree, file, [], default);
        return PatchReader.ReadFile(file);
    }
}
