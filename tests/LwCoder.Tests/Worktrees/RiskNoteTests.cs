using LwCoder.Git;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

public sealed class RiskNoteTests
{
    [Theory]
    [InlineData(".husky/pre-commit", "hooks")]
    [InlineData("web/.husky/pre-push", "hooks")]
    [InlineData(".pre-commit-config.yaml", "hooks")]
    [InlineData(".github/workflows/ci.yml", "CI")]
    [InlineData("ops/Jenkinsfile", "CI")]
    [InlineData(".gitlab-ci.yml", "CI")]
    [InlineData("web/package-lock.json", "lock file")]
    [InlineData("Cargo.lock", "lock file")]
    [InlineData(".claude/settings.json", "agent or editor settings")]
    [InlineData("docs/AGENTS.md", "agent or editor settings")]
    [InlineData(".vscode/tasks.json", "agent or editor settings")]
    [InlineData(".envrc", "agent or editor settings")]
    [InlineData("src/.gitattributes", "git settings")]
    [InlineData(".gitmodules", "git settings")]
    public void Files_that_run_or_steer_something_are_named(string path, string topic) =>
        Lines(Change('A', path)).Should().ContainSingle().Which.Should().Be($"{topic} changed: {path}");

    [Theory]
    [InlineData("src/lock.cs")]
    [InlineData("docs/github/workflows.md")]
    [InlineData("src/contest/Latest.cs")]
    [InlineData("src/HEAD")]
    public void Ordinary_files_are_not(string path) => Lines(Change('A', path), Change('M', path)).Should().BeEmpty();

    [Theory]
    [InlineData("tests/a.py")]
    [InlineData("pkg/server_test.go")]
    [InlineData("src/App.spec.ts")]
    [InlineData("My.Tests/Thing.cs")]
    [InlineData("src/ThingTests.cs")]
    public void Edited_and_deleted_tests_are_named_but_not_new_ones(string path)
    {
        Lines(Change('M', path)).Should().Equal($"tests edited: {path}");
        Lines(Change('D', path)).Should().Equal($"tests deleted: {path}");
        Lines(Change('A', path)).Should().BeEmpty();
    }

    [Fact]
    public void A_test_that_was_renamed_into_nothing_is_named() =>
        Lines(new DiffEntry('R', "src/helper.py", "tests/test_it.py", "100644", "100644", 0, 0))
            .Should().Equal("tests edited: src/helper.py");

    [Theory]
    [InlineData("a/link", "../../etc", true)]
    [InlineData("link", "/etc/passwd", true)]
    [InlineData("link", "C:\\Windows", true)]
    [InlineData("a/b/link", "../x/../../../out", true)]
    [InlineData("a/b/link", "../../in/side", false)]
    public void Links_out_of_the_tree_are_named(string path, string target, bool risky)
    {
        var changes = new ChangeSummary([], new Dictionary<string, string> { [path] = target });
        RiskNote.From(changes, []).Should().HaveCount(risky ? 1 : 0);
    }

    [Fact]
    public void Executables_submodules_and_hidden_git_directories_are_named() =>
        Lines(
            new DiffEntry('M', "run.sh", null, "100644", "100755", 0, 0),
            new DiffEntry('M', "sub", null, "160000", "160000", 1, 1),
            Change('A', "data/HEAD"), Change('A', "data/config"))
        .Should().Equal(
            "made executable: run.sh", "submodule moved to another commit: sub", "looks like a git directory: data/HEAD");

    [Fact]
    public void Many_paths_are_counted_and_names_cannot_draw_on_the_terminal()
    {
        var lines = Lines([.. Enumerable.Range(0, 7).Select(i => Change('D', $"tests/{i}\u001b[2J\n.py"))]);
        lines.Should().ContainSingle().Which.Should().EndWith("tests/4?[2J?.py and 2 more");
    }

    private static DiffEntry Change(char kind, string path) =>
        new(kind, path, null, kind == 'A' ? "000000" : "100644", kind == 'D' ? "000000" : "100644", 1, 1);

    private static IReadOnlyList<string> Lines(params DiffEntry[] entries) =>
        RiskNote.From(new ChangeSummary(entries, new Dictionary<string, string>()), []);
}
