using FsCheck;
using FsCheck.Fluent;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Sandboxes.Images;

namespace LwCoder.Tests.Sandboxes.Images;

public sealed class IgnoreFileTests
{
    [Theory]
    [InlineData("", "src/a.cs", false)]
    [InlineData("# a comment\n\n  \n", "a", false)]
    [InlineData("bin", "bin", true)]
    [InlineData("bin", "bin/deep/a.dll", true)]
    [InlineData("bin", "src/bin", false)]
    [InlineData("/bin/", "bin/a", true)]
    [InlineData("./a//b/../c/", "a/c", true)]
    [InlineData("  bin  \r\n", "bin", true)]
    [InlineData("\uFEFFbin", "bin", true)]
    [InlineData("*.md", "README.md", true)]
    [InlineData("*.md", "docs/README.md", false)]
    [InlineData("*/temp*", "a/temporary.txt", true)]
    [InlineData("*/temp*", "a/b/temporary.txt", false)]
    [InlineData("temp?", "tempa", true)]
    [InlineData("temp?", "temp", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("**/*.go", "a.go", true)]
    [InlineData("**/*.go", "a/b/c.go", true)]
    [InlineData("**", "anything/at/all", true)]
    [InlineData("docs/**", "docs/a/b", true)]
    [InlineData("docs/**", "docs", false)]
    [InlineData("a/**/z", "a/z", true)]
    [InlineData("a/**/z", "a/b/c/z", true)]
    [InlineData("a/**/z", "a/bz", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[^a-c]x", "bx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData(@"\!x", "!x", true)]
    [InlineData(@"\*", "*", true)]
    [InlineData(@"\*", "a", false)]
    [InlineData("../x", "x", false)]
    [InlineData("*\n!keep", "keep", false)]
    [InlineData("*\n!keep", "keep/inner", false)]
    [InlineData("*\n! keep", "keep", false)]
    [InlineData("!keep\n*", "keep", true)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README-more.md", false)]
    [InlineData("x.y", "xzy", false)]
    [InlineData("größe ü", "größe ü/a", true)]
    public void A_path_is_excluded_as_docker_would(string ignore, string path, bool excluded) =>
        IgnoreFile.Parse(ignore, "ignore").Excludes(path).Should().Be(excluded);

    [Theory]
    [InlineData(".git")]
    [InlineData("sub/.git/config")]
    [InlineData(".lw_coder/runs/x/container.env")]
    [InlineData(".lw_coder/worktrees/a/b")]
    [InlineData(".lw_coder/telemetry.db-wal")]
    public void What_is_never_sent_cannot_be_taken_back(string path) =>
        IgnoreFile.Parse("!**\n!.git\n!.lw_coder/**", "ignore").Excludes(path).Should().BeTrue();

    [Fact]
    public void A_secrets_file_is_sent_only_if_it_is_named()
    {
        IgnoreFile.Parse("", "ignore").Excludes("app/.env").Should().BeTrue();
        IgnoreFile.Parse("!app/.env", "ignore").Excludes("app/.env").Should().BeFalse();
    }

    [Theory]
    [InlineData("**", "src", false)]
    [InlineData("**\n!package.json", "src", false)]
    [InlineData("**\n!src/app/*.json", "src", true)]
    [InlineData("**\n!src/app/*.json", "src/app", true)]
    [InlineData("**\n!src/app/*.json", "src/other", false)]
    [InlineData("**\n!tools", "tools/deep", true)]
    [InlineData("**\n!**/*.json", "src", true)]
    [InlineData("**\n!s*/x", "src", true)]
    [InlineData("!src/x\n**", "src", false)]
    [InlineData("", "src", true)]
    [InlineData("!.git/config", ".git", false)]
    public void Folders_of_which_nothing_can_be_sent_are_not_walked(string ignore, string folder, bool walk) =>
        IgnoreFile.Parse(ignore, "ignore").MustWalk(folder).Should().Be(walk);

    [Theory]
    [InlineData("ok\nsrc/[ab", "line 2: 'src/[ab'")]
    [InlineData("x\\", "line 1")]
    public void A_broken_pattern_names_its_line(string ignore, string message) =>
        FluentActions.Invoking(() => IgnoreFile.Parse(ignore, ".lw_coder/.dockerignore"))
            .Should().Throw<UserError>().WithMessage($".lw_coder/.dockerignore, {message}*");

    [Fact]
    public void Any_text_is_a_pattern_file_or_a_user_s_mistake() =>
        Prop.ForAll<string, string>((text, path) =>
        {
            try
            {
                // Never `.git`, whatever the file says.
                return IgnoreFile.Parse(text ?? "", "ignore").Excludes($"folder/.git/{path}");
            }
            catch (UserError)
            {
                return true;
            }
        }).ShouldHold();

    [Fact]
    public void A_hostile_pattern_is_matched_at_once()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 40));
        IgnoreFile.Parse(pattern, "ignore").Excludes(new string('a', 5000) + "b").Should().BeFalse();
    }
}
