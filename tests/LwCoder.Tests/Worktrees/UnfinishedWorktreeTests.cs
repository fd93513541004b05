using System.Diagnostics;
using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

/// <summary>Each state that `git worktree add` passes through, as a kill would leave it.</summary>
public sealed class UnfinishedWorktreeTests
{
    [Fact]
    public async Task Killed_after_the_branch_was_made()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await plan.Repository.GitAsync("branch", "next");
        (await plan.EnsureAsync(plan.Worktree.BaseSha, "next")).Created.Should().BeTrue();
    }

    [Fact]
    public async Task Killed_before_the_folder_was_made()
    {
        using var plan = await PlantAsync();
        Directory.Delete(plan.Path, recursive: true);
        foreach (var file in (string[])["HEAD", "commondir", "index"])
        {
            File.Delete(Path.Combine(plan.Worktree.GitDirectory, file));
        }
        await ExpectRecoveryAsync(plan);
    }

    [Fact]
    public async Task Killed_when_the_folder_held_nothing_but_the_pointer()
    {
        using var plan = await PlantAsync();
        File.Delete(Path.Combine(plan.Path, "readme.md"));
        File.Delete(Path.Combine(plan.Worktree.GitDirectory, "index"));
        File.WriteAllText(Path.Combine(plan.Worktree.GitDirectory, "HEAD"), new string('0', 40) + "\n");
        await ExpectRecoveryAsync(plan);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_the_files()
    {
        using var plan = await PlantAsync();
        File.Delete(Path.Combine(plan.Path, "second.md"));
        plan.Write("readme.md", "hel");
        plan.Write("mine.txt", "written by a person meanwhile");
        File.Delete(Path.Combine(plan.Worktree.GitDirectory, "index"));
        File.WriteAllText(Path.Combine(plan.Worktree.GitDirectory, "index.lock"), "");

        await ExpectRecoveryAsync(plan, "?? mine.txt");
        (await plan.Repository.GitAsync("show", "refs/lw_coder/rescue/fix-it-unfinished:mine.txt")).Should().Contain("person");
        (await plan.Repository.GitAsync("show", "refs/lw_coder/rescue/fix-it-unfinished:readme.md")).Should().Be("hel");
    }

    [Fact]
    public async Task Killed_while_HEAD_was_being_written()
    {
        using var plan = await PlantAsync();
        File.WriteAllText(Path.Combine(plan.Worktree.GitDirectory, "HEAD.lock"), "");
        await ExpectRecoveryAsync(plan);
    }

    [Fact]
    public async Task Killed_just_before_the_lock_was_removed()
    {
        using var plan = await PlantAsync();
        await ExpectRecoveryAsync(plan);
    }

    [Fact]
    public async Task Killed_before_the_start_was_recorded()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await plan.Repository.GitAsync("config", "--remove-section", "branch.fix-it");
        (await plan.EnsureAsync(plan.Worktree.BaseSha)).Created.Should().BeFalse();
        (await plan.Repository.GitAsync("config", "branch.fix-it.lwcoderbase")).Should().Be(plan.Worktree.BaseSha);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(25)]
    [InlineData(50)]
    public async Task Killed_at_any_moment(int milliseconds)
    {
        using var repository = await TemporaryRepository.CreateAsync();
        for (var i = 0; i < 1000; i++)
        {
            repository.Write($"src/{i % 10}/{i}.txt", new string('x', i));
        }
        var sha = await repository.CommitAsync("Many files");
        using var plan = await PlanWorktreeFixture.CreateAsync(repository);
        var path = WorktreeManager.PathOf(plan.Facts, "killed");
        var start = new ProcessStartInfo("git", ["worktree", "add", "-q", "--no-track", "-b", "killed", path, sha])
        {
            WorkingDirectory = repository.Root,
            RedirectStandardOutput = true,
        };
        using (var git = Process.Start(start)!)
        {
            await Task.Delay(milliseconds);
            await Killed.WithAllItStartedAsync(git);
        }

        var worktree = await plan.EnsureAsync(sha, "killed");

        (await TemporaryRepository.InAsync(worktree.Path, "status", "--porcelain")).Should().BeEmpty();
        (await TemporaryRepository.InAsync(worktree.Path, "rev-parse", "--abbrev-ref", "HEAD")).Should().Be("killed");
        (await repository.GitAsync("status", "--porcelain")).Should().BeEmpty();
        (await plan.EnsureAsync(sha, "killed")).Notes.Should().BeEmpty();
    }

    private static async Task<PlanWorktreeFixture> PlantAsync()
    {
        var repository = await TemporaryRepository.CreateAsync();
        repository.Write("second.md", "two\n");
        await repository.CommitAsync("Second");
        var plan = await PlanWorktreeFixture.CreateAsync(repository);
        File.WriteAllText(Path.Combine(plan.Worktree.GitDirectory, "locked"), "initializing");
        return plan;
    }

    private static async Task ExpectRecoveryAsync(PlanWorktreeFixture plan, string status = "")
    {
        var worktree = await plan.EnsureAsync(plan.Worktree.BaseSha);
        worktree.Created.Should().BeTrue();
        worktree.Notes.Should().NotBeEmpty();
        (await plan.HostAsync("status", "--porcelain")).Should().Be(status);
        File.ReadAllText(Path.Combine(plan.Path, "readme.md")).Should().Be("hello\n");
        (await plan.Repository.GitAsync("worktree", "list", "--porcelain")).Should().NotContain("locked");
        (await plan.EnsureAsync(plan.Worktree.BaseSha)).Notes.Should().BeEmpty();
    }
}
