using FsCheck;
using FsCheck.Fluent;
using LwCoder.Git;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Git;

public sealed class ListingTests
{
    [Fact]
    public async Task Worktrees_are_listed_with_branch_lock_and_prunable()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var locked = Path.Combine(repository.Folder, "a locked\none");
        var gone = Path.Combine(repository.Folder, "gone");
        await repository.GitAsync("worktree", "add", "-q", "--lock", "--reason=on a stick", "-b", "one", locked);
        await repository.GitAsync("worktree", "add", "-q", "--detach", gone);
        Directory.Delete(gone, recursive: true);

        var entries = WorktreeListing.Parse(await repository.GitAsync("worktree", "list", "--porcelain", "-z"));

        var head = await repository.GitAsync("rev-parse", "HEAD");
        entries.Should().BeEquivalentTo(
        [
            new WorktreeEntry(repository.Root, head, "main", false, null, false),
            new WorktreeEntry(locked, head, "one", false, "on a stick", false),
            new WorktreeEntry(gone, head, null, false, null, true),
        ]);
    }

    [Fact]
    public async Task Status_entries_carry_odd_names_and_renames()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        repository.Write("old name.txt", "some text\n");
        await repository.CommitAsync("More");
        await repository.GitAsync("mv", "old name.txt", "new\nname.txt");
        repository.Write("readme.md", "changed\n");
        repository.Write("ünt räcked.txt", "x");
        repository.Write(".gitignore", "*.log\n");
        repository.Write("a.log", "x");

        var entries = StatusListing.Parse(await repository.GitAsync("status", "--porcelain=v2", "-z", "--branch", "--ignored"));

        entries.Should().BeEquivalentTo(
        [
            new StatusEntry("R.", "new\nname.txt", "old name.txt"),
            new StatusEntry(".M", "readme.md"),
            new StatusEntry("??", ".gitignore"),
            new StatusEntry("??", "ünt räcked.txt"),
            new StatusEntry("!!", "a.log"),
        ]);
    }

    [Fact]
    public async Task A_conflict_is_listed()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("switch", "-q", "-c", "side");
        repository.Write("readme.md", "side\n");
        await repository.CommitAsync("Side");
        await repository.GitAsync("switch", "-q", "main");
        repository.Write("readme.md", "main\n");
        await repository.CommitAsync("Main");
        await TemporaryRepository.TryAsync(repository.Root, [], "merge", "side");

        var status = await repository.GitAsync("status", "--porcelain=v2", "-z");
        StatusListing.Parse(status).Should().Equal(new StatusEntry("UU", "readme.md"));
    }

    [Fact]
    public async Task A_diff_lists_kinds_modes_and_counts()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        repository.Write("moved.txt", "1\n2\n3\n4\n");
        repository.Write("gone.txt", "x\n");
        await repository.CommitAsync("More");
        await repository.GitAsync("mv", "moved.txt", "to here.txt");
        await repository.GitAsync("rm", "-q", "gone.txt");
        repository.Write("readme.md", "hello\nworld\n");
        repository.Write(":odd\tname", "a\0b");
        await repository.GitAsync("add", "-A");
        await repository.GitAsync("update-index", "--chmod=+x", "readme.md");

        var entries = DiffListing.Parse(await repository.GitAsync("diff", "--cached", "-M", "--raw", "--numstat", "-z"));

        entries.Should().BeEquivalentTo(
        [
            new DiffEntry('A', ":odd\tname", null, "000000", "100644", null, null),
            new DiffEntry('D', "gone.txt", null, "100644", "000000", 0, 1),
            new DiffEntry('M', "readme.md", null, "100644", "100755", 1, 0),
            new DiffEntry('R', "to here.txt", "moved.txt", "100644", "100644", 0, 0),
        ]);
    }

    [Fact]
    public void Configuration_keeps_line_breaks_and_the_last_value()
    {
        var config = GitConfig.Parse("core.bare\nfalse\0user.name\nA\nB\0core.bare\0branch.My.x\n1\0");
        config["core.bare"].Should().Be("true");
        config["user.name"].Should().Be("A\nB");
        config["branch.My.x"].Should().Be("1");
        config["nothing"].Should().BeNull();
    }

    [Fact]
    public void Whatever_git_may_print_the_readers_of_worktrees_and_configuration_do_not_fail() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            _ = GitConfig.Parse(text.Get);
            _ = RefListing.ParsePacked(text.Get.Split('\n')).ToList();
        }).ShouldHold();
}
