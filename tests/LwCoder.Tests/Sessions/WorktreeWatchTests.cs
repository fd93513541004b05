using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Sessions;
using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Sessions;

public sealed class WorktreeWatchTests : IAsyncLifetime
{
    private TemporaryRepository _repository = null!;
    private WorktreeWatch _watch = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        _repository.Write("tracked.txt", "one\n");
        _repository.Write(".gitignore", "cache/\n");
        await _repository.GitAsync("add", "--all");
        await _repository.GitAsync("commit", "-qm", "More");
        var git = new GitCli(new ProcessRunner());
        var facts = await new RepositoryReader(git, new Dictionary<string, string>()).ReadAsync(_repository.Root, default);
        _watch = new WorktreeWatch(git, facts, new Worktree(
            _repository.Root, Path.Combine(_repository.Root, ".git"), "main", facts.Head, facts.Head, "main", false, []));
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_clean_worktree_has_no_change() =>
        (await _watch.LookAsync(default))!.NewestChange.Should().BeNull();

    [Fact]
    public async Task What_is_written_shows_and_when()
    {
        _repository.Write("new.txt", "1\n");
        File.SetLastWriteTimeUtc(Path.Combine(_repository.Root, "new.txt"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var first = (await _watch.LookAsync(default))!;
        first.NewestChange.Should().Be(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));

        _repository.Write("new.txt", "2\n");
        var second = (await _watch.LookAsync(default))!;
        second.Content.Should().NotBe(first.Content);
        second.NewestChange.Should().BeAfter(first.NewestChange!.Value);

        _repository.Write("new.txt", "1\n");
        (await _watch.LookAsync(default))!.Content.Should().Be(first.Content, "it is as it was");
    }

    [Fact]
    public async Task What_git_ignores_is_only_counted()
    {
        _repository.Write("cache/a/x", "noise");
        var first = (await _watch.LookAsync(default))!;
        first.Ignored.Should().Be(1);

        _repository.Write("cache/a/x", "other noise");
        _repository.Write("cache/report.xml", "one more");
        var second = (await _watch.LookAsync(default))!;
        first.IsAsIn(second).Should().BeTrue("a test runner leaves as much behind");

        for (var i = 0; i < 12; i++)
        {
            _repository.Write($"cache/deep/{i}/object.o", "built");
        }
        second.IsAsIn((await _watch.LookAsync(default))!).Should().BeFalse("a build gets on");
    }

    [Fact]
    public async Task A_file_that_is_gone_is_a_change()
    {
        File.Delete(Path.Combine(_repository.Root, "tracked.txt"));

        (await _watch.LookAsync(default))!.NewestChange.Should().NotBeNull();
    }

    [UnixFact]
    public async Task No_link_is_followed_and_no_pipe_read()
    {
        var outside = Path.Combine(_repository.Folder, "outside.txt");
        File.WriteAllText(outside, "1");
        File.CreateSymbolicLink(Path.Combine(_repository.Root, "link"), outside);
        File.Delete(Path.Combine(_repository.Root, "tracked.txt"));
        await new ProcessRunner().RunAsync(new ProcessSpec("mkfifo", Path.Combine(_repository.Root, "tracked.txt")), default);
        var before = await _watch.LookAsync(default);

        File.WriteAllText(outside, "2");

        (await _watch.LookAsync(default))!.Content.Should().Be(before!.Content);
    }
}
