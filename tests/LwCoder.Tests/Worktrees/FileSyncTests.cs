using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

public sealed class FileSyncTests : IAsyncLifetime
{
    private const long Megabyte = 1 << 20;

    private PlanWorktreeFixture _plan = null!;

    public async Task InitializeAsync()
    {
        _plan = await PlanWorktreeFixture.CreateAsync();
        _plan.Repository.Write(".gitignore", "*.env\n");
        await _plan.Repository.CommitAsync("Ignore");
    }

    public Task DisposeAsync()
    {
        _plan.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Untracked_files_are_lent_and_taken_away_with_the_folders_made_for_them()
    {
        _plan.Repository.Write(".env", "KEY=1\n");
        _plan.Repository.Write("deep/er/a.env", "KEY=2\n");
        _plan.Repository.Write("certs/ca.pem", "x\n");
        _plan.Repository.Write("certs/sub/key.pem", "y\n");

        var copied = await CopyAsync("**/*.env", "certs/");

        copied.Paths.Should().BeEquivalentTo(".env", "deep/er/a.env", "certs/ca.pem", "certs/sub/key.pem");
        File.ReadAllText(In("deep/er/a.env")).Should().Be("KEY=2\n");
        var removed = await RemoveAsync();
        removed.Should().BeEquivalentTo(SyncRemoval.Nothing);
        Directory.EnumerateFileSystemEntries(_plan.Path).Select(Path.GetFileName).Should().BeEquivalentTo(".git", "readme.md");
        Traces().Should().BeEmpty();
    }

    [Fact]
    public async Task Tracked_files_and_those_of_other_repositories_and_of_lw_coder_are_not_copied()
    {
        _plan.Repository.Write(".env", "KEY=1\n");
        _plan.Repository.Write(".lw_coder/worktrees/other/.env", "KEY=other\n");
        _plan.Repository.Write("vendor/x/.env", "KEY=vendor\n");
        await TemporaryRepository.InAsync(Path.Combine(_plan.Repository.Root, "vendor", "x"), "init", "-q");
        await _plan.Repository.GitAsync("worktree", "add", "-q", "linked");
        _plan.Repository.Write("linked/.env", "KEY=linked\n");

        (await CopyAsync("**/*")).Paths.Should().Equal(".env");
    }

    [Fact]
    public async Task A_pattern_that_finds_nothing_is_a_mistake_and_nothing_is_copied()
    {
        _plan.Repository.Write(".env", "KEY=1\n");

        var error = (await FluentActions.Awaiting(() => CopyAsync(".env", "readme.md")).Should().ThrowAsync<UserError>()).Which;

        error.Message.Should().StartWith("config.toml:3: [worktree.file_sync] no untracked file in ")
            .And.EndWith("\"readme.md\"");
        File.Exists(In(".env")).Should().BeFalse();
    }

    [Fact]
    public async Task Sizes_are_looked_at_before_anything_is_copied()
    {
        _plan.Repository.Write("a.env", "small");
        _plan.Repository.Write("b.env", new string('x', (int)Megabyte + 1));
        _plan.Repository.Write("c.env", new string('x', (int)Megabyte));

        var file = await FluentActions.Awaiting(() => CopyAsync(new SyncRules(["*.env"], Megabyte, 9 * Megabyte, "here")))
            .Should().ThrowAsync<UserError>();
        var total = await FluentActions.Awaiting(() => CopyAsync(new SyncRules(["*.env"], 2 * Megabyte, 2 * Megabyte, "here")))
            .Should().ThrowAsync<UserError>();

        file.Which.Message.Should().Be("here: [worktree.file_sync] b.env has 1.0 MB, more than max_file_size_mb allows");
        total.Which.Message.Should().Contain("the 3 files have 2.1 MB together, more than max_total_size_mb allows");
        File.Exists(In("a.env")).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_there_already_stays_as_it_is()
    {
        _plan.Repository.Write(".env", "KEY=1\n");
        _plan.Write(".env", "KEY=agent\n");

        (await CopyAsync(".env")).Paths.Should().BeEmpty();
        await RemoveAsync();

        File.ReadAllText(In(".env")).Should().Be("KEY=agent\n");
    }

    [Fact]
    public async Task A_copy_the_agent_changed_is_kept_and_said_until_somebody_removes_it()
    {
        _plan.Repository.Write("a.env", "KEY=1\n");
        _plan.Repository.Write("b.env", "KEY=2\n");
        await CopyAsync("*.env");
        _plan.Write("a.env", "KEY=2\n");

        var removed = await RemoveAsync();

        removed.Kept.Should().Equal("a.env");
        removed.Notes.Single().Should().StartWith("kept in the worktree, as the agent has changed them").And.EndWith(": a.env");
        File.ReadAllText(In("a.env")).Should().Be("KEY=2\n");
        File.Exists(In("b.env")).Should().BeFalse();

        (await CopyAsync("*.env")).Paths.Should().Equal("b.env");
        (await RemoveAsync()).Kept.Should().Equal("a.env");
        File.Delete(In("a.env"));
        (await CopyAsync("*.env")).Paths.Should().BeEquivalentTo("a.env", "b.env");
        (await RemoveAsync()).Kept.Should().BeEmpty();
        Traces().Should().BeEmpty();
    }

    [Fact]
    public async Task A_copy_that_was_committed_is_kept_and_a_risk()
    {
        _plan.Repository.Write("a.env", "KEY=1\n");
        await CopyAsync("*.env");
        await _plan.HostAsync("add", "-f", "a.env");
        await _plan.HostAsync("commit", "-qm", "Leak");

        var removed = await RemoveAsync();

        removed.Risks.Should().Equal("copies of your untracked files were committed or staged: a.env");
        removed.Kept.Should().Equal("a.env");
        File.Exists(In("a.env")).Should().BeTrue();
    }

    [Fact]
    public async Task An_agent_does_not_commit_copies_by_accident()
    {
        _plan.Repository.Write("local [1]*.conf", "secret\n");
        _plan.Repository.Write("#odd", "secret\n");
        await CopyAsync("*");
        await _plan.BeginSessionAsync();
        _plan.Write("work.txt", "w\n");

        await _plan.CommitInsideAsync("Work");

        (await _plan.InsideAsync("show", "--format=", "--name-only", "HEAD")).Should().Be("work.txt");
    }

    [UnixFact]
    public async Task Links_are_copied_as_links_unless_they_lead_out()
    {
        _plan.Repository.Write("real.env", "KEY=1\n");
        File.CreateSymbolicLink(Path.Combine(_plan.Repository.Root, "inside.env"), "real.env");
        File.CreateSymbolicLink(Path.Combine(_plan.Repository.Root, "outside.env"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(_plan.Repository.Root, "up.env"), "../elsewhere.env");
        File.CreateSymbolicLink(
            Path.Combine(_plan.Repository.Root, "absolute.env"), Path.Combine(_plan.Repository.Root, "real.env"));
        File.CreateSymbolicLink(Path.Combine(_plan.Repository.Root, "folder"), "/etc");

        var copied = await CopyAsync("**/*");

        copied.Paths.Should().BeEquivalentTo("inside.env", "real.env");
        copied.Notes.Should().HaveCount(4).And.OnlyContain(note => note.EndsWith("it is a link that leads out of the worktree"));
        new FileInfo(In("inside.env")).LinkTarget.Should().Be("real.env");
        await RemoveAsync();
        Path.Exists(In("inside.env")).Should().BeFalse();
    }

    [UnixFact]
    public async Task A_link_in_the_worktree_leads_neither_copies_nor_removals_out_of_it()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_plan.Repository.Folder, "outside")).FullName;
        _plan.Repository.Write("conf/a.env", "KEY=1\n");
        _plan.Repository.Write("other/b.env", "KEY=2\n");
        Directory.CreateSymbolicLink(In("conf"), outside);

        var copied = await CopyAsync("**/*.env");

        copied.Paths.Should().Equal("other/b.env");
        copied.Notes.Single().Should().StartWith("conf/a.env was not copied");
        Directory.EnumerateFileSystemEntries(outside).Should().BeEmpty();

        Directory.Delete(In("other"), recursive: true);
        File.WriteAllText(Path.Combine(outside, "b.env"), "KEY=2\n");
        Directory.CreateSymbolicLink(In("other"), outside);
        await RemoveAsync();
        File.Exists(Path.Combine(outside, "b.env")).Should().BeTrue();
    }

    [UnixFact]
    public async Task A_pipe_in_the_place_of_a_copy_holds_nobody_up()
    {
        _plan.Repository.Write("a.env", "KEY=1\n");
        await CopyAsync("*.env");
        File.Delete(In("a.env"));
        await TemporaryRepository.Processes.RunAsync(new("mkfifo", In("a.env")), default);

        (await RemoveAsync().WaitAsync(Eventually.Limit)).Kept.Should().Equal("a.env");
    }

    /// <summary>Killed anywhere: before the record, between two files, between two removals.</summary>
    [Fact]
    public async Task What_was_left_half_done_is_put_right()
    {
        _plan.Repository.Write("deep/a.env", "KEY=1\n");
        _plan.Repository.Write("deep/b.env", "KEY=2\n");
        await CopyAsync("**/*.env");
        File.Delete(In("deep/b.env"));
        var stage = Directory.CreateDirectory(SyncRecord.StageIn(_plan.Worktree.GitDirectory)).FullName;
        File.WriteAllText(Path.Combine(stage, "1"), "KEY=2\n");

        await RemoveAsync();

        Directory.Exists(In("deep")).Should().BeFalse();
        Traces().Should().BeEmpty();
        await RemoveAsync();
        (await CopyAsync("**/*.env")).Paths.Should().HaveCount(2);
    }

    [Fact]
    public async Task Permissions_and_bytes_are_those_of_the_original()
    {
        _plan.Repository.Write("run.env", "#!/bin/sh\n");
        File.WriteAllBytes(Path.Combine(_plan.Repository.Root, "raw.env"), [0, 255, 10, 13]);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_plan.Repository.Root, "run.env"), (UnixFileMode)0b111_000_000);
        }

        await CopyAsync("*.env");

        File.ReadAllBytes(In("raw.env")).Should().Equal(0, 255, 10, 13);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(In("run.env")).Should().Be((UnixFileMode)0b111_000_000);
        }
    }

    private FileSync Sync => new(_plan.Repository.Cli);

    private string In(string path) => Path.Combine(_plan.Path, path);

    private Task<SyncResult> CopyAsync(params string[] patterns) =>
        CopyAsync(new SyncRules(patterns, 100 * Megabyte, 500 * Megabyte, "config.toml:3"));

    private Task<SyncResult> CopyAsync(SyncRules rules) => Sync.CopyAsync(_plan.Facts, _plan.Worktree, rules, default);

    private Task<SyncRemoval> RemoveAsync() => Sync.RemoveAsync(_plan.Facts, _plan.Worktree, default);

    private IEnumerable<string> Traces() =>
        Directory.EnumerateFileSystemEntries(_plan.Worktree.GitDirectory, "lw_coder*");
}
