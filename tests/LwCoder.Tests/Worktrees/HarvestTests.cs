using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

public sealed class HarvestTests
{
    [Fact]
    public async Task Commits_reach_the_branch_and_the_host_sees_just_the_uncommitted_rest()
    {
        using var plan = await StartAsync();
        plan.Write("one.txt", "1");
        await plan.CommitInsideAsync("One");
        plan.Write("two.txt", "2");
        var tip = await plan.CommitInsideAsync("Two");
        plan.Write("readme.md", "uncommitted\n");

        var result = await plan.HarvestAsync();

        result.Outcome.Should().Be(HarvestOutcome.BranchMoved);
        (result.Tip, result.Commits, result.KeptAt).Should().Be((tip, 2, null));
        (await plan.Repository.GitAsync("rev-parse", "refs/heads/fix-it")).Should().Be(tip);
        (await plan.HostAsync("status", "--porcelain")).Should().Be(" M readme.md");
        await plan.Repository.GitAsync("fsck", "--strict");
    }

    [Fact]
    public async Task Collecting_twice_gives_the_same_answer()
    {
        using var plan = await StartAsync();
        plan.Write("one.txt", "1");
        await plan.CommitInsideAsync("One");
        var first = await plan.HarvestAsync();
        (await plan.HarvestAsync()).Should().BeEquivalentTo(first);
    }

    [Fact]
    public async Task A_harvest_that_was_killed_half_way_is_completed_by_the_next_start()
    {
        using var plan = await StartAsync();
        plan.Write("one.txt", "1");
        var tip = await plan.CommitInsideAsync("One");
        var index = await File.ReadAllBytesAsync(Path.Combine(plan.Worktree.GitDirectory, "index"));
        await plan.HarvestAsync();
        await File.WriteAllBytesAsync(Path.Combine(plan.Worktree.GitDirectory, "index"), index);

        var worktree = await plan.EnsureAsync(plan.Worktree.BaseSha);
        var session = PrivateGit.Open(plan.Facts, worktree.Branch, plan.RunDirectory)!;
        var result = await new Harvest(plan.Repository.Cli, TemporaryRepository.Processes)
            .CollectAsync(plan.Facts, worktree, session, "run", false, default);

        (result.Outcome, result.Tip, result.Commits).Should().Be((HarvestOutcome.BranchMoved, tip, 1));
        (await plan.HostAsync("status", "--porcelain")).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_commits_nothing_moves_and_what_the_user_had_staged_stays_staged()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Write("readme.md", "staged\n");
        await plan.HostAsync("add", "-A");
        await plan.BeginSessionAsync();
        plan.Write("new.txt", "x");
        (await plan.HarvestAsync()).Outcome.Should().Be(HarvestOutcome.NoCommits);
        (await plan.HostAsync("status", "--porcelain")).Should().Be("M  readme.md\n?? new.txt");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commits_arrive_whether_packed_or_loose(bool packed)
    {
        using var plan = await StartAsync();
        plan.Write("one.txt", "1");
        var tip = await plan.CommitInsideAsync("One");
        if (packed)
        {
            await plan.InsideAsync("pack-refs", "--all");
            await plan.InsideAsync("gc", "-q");
            await plan.InsideAsync("commit-graph", "write", "--reachable");
        }
        (await plan.HarvestAsync()).Tip.Should().Be(tip);
    }

    [Fact]
    public async Task A_second_session_continues_where_the_first_ended_and_a_rewrite_of_it_is_kept_aside()
    {
        using var plan = await StartAsync();
        plan.Write("one.txt", "1");
        var first = await plan.CommitInsideAsync("One");
        await plan.HarvestAsync();
        await plan.BeginSessionAsync("second");
        plan.Write("one.txt", "better");
        await plan.InsideAsync("commit", "-q", "-a", "--amend", "-m", "Better");
        var amended = await plan.InsideAsync("rev-parse", "HEAD");

        var result = await plan.HarvestAsync("second");

        result.Outcome.Should().Be(HarvestOutcome.KeptAside);
        (result.Tip, result.SessionTip, result.KeptAt).Should().Be((first, amended, "refs/lw_coder/runs/second"));
        (await plan.Repository.GitAsync("rev-parse", "refs/lw_coder/runs/second")).Should().Be(amended);
        (await plan.HostAsync("status", "--porcelain")).Should().Be(" M one.txt");
    }

    [Fact]
    public async Task Commits_made_by_the_user_meanwhile_are_never_left_behind()
    {
        using var plan = await StartAsync();
        plan.Write("one.txt", "1");
        var inside = await plan.CommitInsideAsync("One");
        var host = await TemporaryRepository.CommitInAsync(plan.Path, "By the user");
        var result = await plan.HarvestAsync();
        (result.Outcome, result.Tip).Should().Be((HarvestOutcome.KeptAside, host));
        (await plan.Repository.GitAsync("rev-parse", result.KeptAt!)).Should().Be(inside);
    }

    [Fact]
    public async Task Commits_on_a_detached_head_or_another_branch_count_as_the_plans()
    {
        using var plan = await StartAsync();
        await plan.InsideAsync("checkout", "-q", "--detach");
        plan.Write("one.txt", "1");
        var detached = await plan.CommitInsideAsync("One");
        var result = await plan.HarvestAsync();
        (result.Outcome, result.Tip).Should().Be((HarvestOutcome.BranchMoved, detached));
        result.Notes.Should().ContainSingle(note => note.Contains("detached"));

        await plan.BeginSessionAsync("second");
        await plan.InsideAsync("switch", "-q", "-c", "feature/x");
        plan.Write("two.txt", "2");
        var switched = await plan.CommitInsideAsync("Two");
        (await plan.HarvestAsync("second")).Tip.Should().Be(switched);
        (await plan.HostAsync("status", "--porcelain")).Should().BeEmpty();
    }

    [Fact]
    public async Task Other_branches_tags_and_stashes_of_the_session_are_kept_but_not_those_of_the_host()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await plan.Repository.GitAsync("branch", "unrelated");
        await plan.BeginSessionAsync();
        await plan.InsideAsync("switch", "-q", "-c", "idea");
        plan.Write("idea.txt", "1");
        var idea = await plan.CommitInsideAsync("Idea");
        await plan.InsideAsync("switch", "-q", "fix-it");
        plan.Write("one.txt", "1");
        var tip = await plan.CommitInsideAsync("One");
        plan.Write("one.txt", "stashed");
        await plan.InsideAsync("stash");

        var result = await plan.HarvestAsync();

        result.Tip.Should().Be(tip);
        result.OtherRefs.Should().BeEquivalentTo(
            "refs/lw_coder/sessions/20260101_000000/heads/idea", "refs/lw_coder/sessions/20260101_000000/stash");
        (await plan.Repository.GitAsync("rev-parse", "refs/lw_coder/sessions/20260101_000000/heads/idea")).Should().Be(idea);
    }

    [Fact]
    public async Task A_merge_of_a_host_branch_is_taken_over()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Repository.Write("main.txt", "m");
        await plan.Repository.CommitAsync("main goes on");
        await plan.BeginSessionAsync();
        plan.Write("one.txt", "1");
        await plan.CommitInsideAsync("One");
        await plan.InsideAsync("merge", "-q", "-m", "Merge", "main");
        (await plan.HarvestAsync()).Outcome.Should().Be(HarvestOutcome.BranchMoved);
        (await plan.HostAsync("status", "--porcelain")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("damaged")]
    public async Task Missing_or_damaged_objects_move_nothing_and_the_files_stay(string how)
    {
        using var plan = await StartAsync();
        plan.Write("one.txt", "1");
        await plan.CommitInsideAsync("One");
        var blob = await plan.InsideAsync("rev-parse", "HEAD:one.txt");
        var file = Path.Combine(plan.Session.ObjectsDirectory, blob[..2], blob[2..]);
        File.SetAttributes(file, FileAttributes.Normal);
        if (how == "missing")
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllBytes(file, [0x78, 0x9c, 1, 2, 3, 4]);
        }

        var result = await plan.HarvestAsync();

        (result.Outcome, result.IsSafe, result.Tip).Should().Be((HarvestOutcome.Unreadable, false, plan.Worktree.BaseSha));
        (await plan.HostAsync("status", "--porcelain")).Should().Be("?? one.txt");
    }

    [Fact]
    public async Task A_store_that_points_elsewhere_is_not_followed()
    {
        using var plan = await StartAsync();
        using var secret = await TemporaryRepository.CreateAsync("secret");
        secret.Write("secret.txt", "s");
        var foreign = await secret.CommitAsync("Secret");
        File.AppendAllText(
            Path.Combine(plan.Session.ObjectsDirectory, "info", "alternates"),
            Path.Combine(secret.Root, ".git", "objects") + "\n");
        File.WriteAllText(Path.Combine(plan.Session.GitDirectory, "refs", "heads", "fix-it"), foreign + "\n");
        (await plan.HarvestAsync()).Outcome.Should().Be(HarvestOutcome.Unreadable);
        (await TemporaryRepository.TryAsync(plan.Repository.Root, [], "cat-file", "-e", foreign)).Succeeded.Should().BeFalse();
    }

    [Theory]
    [InlineData("refs/heads/fix-it")]
    [InlineData("objects/pack/pack-x.pack")]
    [InlineData("packed-refs")]
    public async Task Links_and_pipes_in_the_git_directory_are_refused_unopened(string path)
    {
        using var plan = await StartAsync();
        var target = Path.Combine(plan.Session.GitDirectory, path);
        File.Delete(target);
        if (path.StartsWith("refs", StringComparison.Ordinal))
        {
            File.CreateSymbolicLink(target, "/etc/hostname");
        }
        else
        {
            await TemporaryRepository.Processes.RunAsync(new ProcessSpec("mkfifo", target), default);
        }
        var result = await plan.HarvestAsync().WaitAsync(Eventually.Limit);
        result.Outcome.Should().Be(HarvestOutcome.Unreadable);
        result.Notes.Should().ContainSingle(note => note.Contains(path));
    }

    [Theory]
    [InlineData("not a hash at all")]
    [InlineData("ref: refs/heads/fix-it")]
    [InlineData("../../../../etc/passwd")]
    public async Task A_head_that_says_nonsense_is_no_commit(string head)
    {
        using var plan = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(plan.Session.GitDirectory, "refs", "heads", "fix-it"), head);
        (await plan.HarvestAsync()).Outcome.Should().Be(HarvestOutcome.NoCommits);
    }

    [Fact]
    public async Task Paths_that_would_reach_into_a_git_directory_do_not_enter()
    {
        using var plan = await StartAsync();
        plan.Write("payload", "[core]\n\tfsmonitor = touch /tmp/x\n");
        var blob = await plan.InsideAsync("hash-object", "-w", "payload");
        var tree = await TreeAsync(plan, $"100644 blob {blob}\tconfig");
        var evil = await TreeAsync(plan, $"040000 tree {tree}\t.git");
        var commit = await plan.InsideAsync("commit-tree", evil, "-p", "HEAD", "-m", "Evil");
        await plan.InsideAsync("update-ref", "refs/heads/fix-it", commit);
        var result = await plan.HarvestAsync();
        (result.Outcome, result.Tip).Should().Be((HarvestOutcome.Unreadable, plan.Worktree.BaseSha));
        (await TemporaryRepository.TryAsync(plan.Repository.Root, [], "cat-file", "-e", commit)).Succeeded.Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_submodule_that_is_new_needs_consent_even_when_a_later_commit_hides_it(bool hidden)
    {
        using var plan = await StartAsync();
        await plan.InsideAsync("update-index", "--add", "--cacheinfo", $"160000,{plan.Worktree.BaseSha},nested");
        await plan.InsideAsync("commit", "-q", "-m", "Gitlink");
        if (hidden)
        {
            await plan.InsideAsync("rm", "-q", "--cached", "nested");
            await plan.InsideAsync("commit", "-q", "-m", "Hide it");
        }
        var tip = await plan.InsideAsync("rev-parse", "HEAD");

        var result = await plan.HarvestAsync();

        (result.Outcome, result.Tip).Should().Be((HarvestOutcome.KeptAside, plan.Worktree.BaseSha));
        result.Notes.Should().ContainSingle(note => note.Contains("nested"));
        (await plan.HostAsync("ls-files", "-s")).Should().NotContain("160000");
        (await plan.HarvestAsync(allowSubmodules: true)).Tip.Should().Be(tip);
    }

    private static async Task<PlanWorktreeFixture> StartAsync()
    {
        var plan = await PlanWorktreeFixture.CreateAsync();
        return await plan.BeginSessionAsync();
    }

    private static async Task<string> TreeAsync(PlanWorktreeFixture plan, string entry)
    {
        // `mktree` checks nothing about names.
        var git = new LwCoder.Git.GitCall(plan.Path, "mktree")
        {
            Input = entry + "\n",
            Environment = new Dictionary<string, string?>
            {
                ["GIT_DIR"] = plan.Session.GitDirectory,
            },
        };
        return (await plan.Repository.Cli.RunAsync(git, default)).Trim();
    }
}
