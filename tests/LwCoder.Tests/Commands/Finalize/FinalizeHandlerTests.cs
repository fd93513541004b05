using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Finalize;

/// <summary>The story of `finalize` with real git. main is checked out in the main worktree, as it usually is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FinalizeHandlerTests : IAsyncLifetime
{
    private const string Work =
        "echo one > one.txt; git add -A; git commit -qm One; echo two > 'two é.txt'; chmod +x 'two é.txt'";

    private PlanLife _life = null!;

    public async Task InitializeAsync() => _life = await PlanLife.CreateAsync();

    public Task DisposeAsync()
    {
        _life.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("rebase", "Say hello to everybody,One,Main went on")]
    [InlineData("squash", "Say hello to everybody,Main went on")]
    [InlineData("merge", "Say hello to everybody,Main went on")]
    public async Task Work_comes_onto_the_branch_it_started_from(string way, string history)
    {
        await _life.CodeAsync(Work);
        await CommitOnMainAsync("main.txt");

        var finalize = await FinalizeAsync("--merge", way);

        (await _life.GitAsync("log", "--first-parent", "--format=%s", "-3")).Split('\n')
            .Should().StartWith(history.Split(','));
        (await _life.GitAsync("log", "-1", "--format=%an %b")).Should().StartWith("Ada ").And.Contain("Plan: say-hello");
        (await _life.GitAsync("ls-files", "-s", "two é.txt")).Should().StartWith("100755");
        await ShouldBeTidyAsync();
        File.ReadAllText(Path.Combine(_life.Root, "one.txt")).Should().Be("one\n");
        File.Exists(Path.Combine(_life.Root, "main.txt")).Should().BeTrue();
        finalize.Printed.Should().StartWith($"finalized: say-hello is in main at ").And.Contain($"({way}, ");
    }

    [Theory]
    [InlineData("rebase")]
    [InlineData("ff")]
    public async Task Where_the_branch_has_not_moved_it_is_a_fast_forward(string way)
    {
        await _life.CodeAsync("echo one > one.txt; git add -A; git commit -qm One");
        var tip = await _life.InWorktreeAsync("rev-parse", "HEAD");

        await FinalizeAsync("--merge", way);

        (await _life.GitAsync("rev-parse", "main")).Should().Be(tip);
        await ShouldBeTidyAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("; git add -A")]
    public async Task A_copy_of_an_untracked_file_never_lands_even_if_the_agent_changed_it(string more)
    {
        _life.Repository.Write(".lw_coder/config.toml", "[worktree.file_sync]\npatterns = [\"secret.env\"]\n");
        await _life.Repository.CommitAsync("Configure");
        _life.Repository.Write("secret.env", "KEY=abc\n");
        await _life.CodeAsync($"echo one > one.txt; echo KEY=changed > secret.env{more}");
        File.Delete(Path.Combine(_life.Root, "secret.env"));

        var finalize = await FinalizeAsync();

        (await _life.GitAsync("ls-files")).Should().Contain("one.txt").And.NotContain("secret.env");
        (await _life.GitAsync("show", "refs/lw_coder/rescue/say-hello-finalized:secret.env")).Should().Be("KEY=changed");
        finalize.Narrated.Should().Contain("copies of your untracked files do not land").And.Contain("secret.env");
        Directory.Exists(_life.Worktree).Should().BeFalse();
    }

    [Fact]
    public async Task What_setup_made_for_a_killed_run_does_not_land()
    {
        await _life.CodeAsync(Work);
        var record = Path.Combine(await _life.InWorktreeAsync("rev-parse", "--absolute-git-dir"), "lw_coder-setup.json");
        File.WriteAllText(record, """[["prepare", "rm -rf build"]]""");

        (await RefusedAsync(ExitCode.NeedsPerson)).Should().Contain("setup commands").And.Contain(record);
        File.Delete(record);

        await FinalizeAsync();
    }

    [Fact]
    public async Task A_fast_forward_is_not_forced()
    {
        await _life.CodeAsync(Work);
        await CommitOnMainAsync("main.txt");

        (await RefusedAsync(ExitCode.NeedsPerson, "--merge", "ff")).Should().Contain("no fast-forward");
    }

    [Fact]
    public async Task The_message_can_be_given()
    {
        await _life.CodeAsync(Work);

        await FinalizeAsync("--merge", "squash", "-m", "My words\n\n# not a comment");

        (await _life.GitAsync("log", "-1", "--format=%B")).Should().Be("My words\n\n# not a comment");
    }

    [Fact]
    public async Task A_branch_that_nobody_has_checked_out_moves_by_itself()
    {
        await _life.CodeAsync(Work);
        await _life.GitAsync("switch", "-q", "-c", "elsewhere");
        _life.Repository.Write("readme.md", "dirty\n");

        await FinalizeAsync();

        (await _life.GitAsync("show", "main:one.txt")).Should().Be("one");
        (await _life.GitAsync("status", "--porcelain", "-uno")).Should().Be(" M readme.md");
        File.Exists(Path.Combine(_life.Root, "one.txt")).Should().BeFalse();
    }

    [Fact]
    public async Task A_branch_checked_out_in_another_worktree_takes_its_checkout_along()
    {
        await _life.CodeAsync(Work);
        await _life.GitAsync("switch", "-q", "-c", "elsewhere");
        var other = Path.Combine(_life.Repository.Folder, "other");
        await _life.GitAsync("worktree", "add", "-q", other, "main");

        await FinalizeAsync();

        File.Exists(Path.Combine(other, "one.txt")).Should().BeTrue();
        (await TemporaryRepository.InAsync(other, "status", "--porcelain")).Should().BeEmpty();
    }

    [Fact]
    public async Task Another_branch_can_be_named()
    {
        await _life.GitAsync("branch", "release");
        await _life.CodeAsync(Work);
        var main = await _life.GitAsync("rev-parse", "main");

        await FinalizeAsync("--into", "release");

        (await _life.GitAsync("show", "release:one.txt")).Should().Be("one");
        (await _life.GitAsync("rev-parse", "main")).Should().Be(main);
    }

    [Fact]
    public async Task A_dirty_checkout_is_never_touched()
    {
        await _life.CodeAsync(Work);
        _life.Repository.Write("readme.md", "mine\n");

        (await RefusedAsync(ExitCode.NeedsPerson)).Should().Contain("changes that are not committed: readme.md")
            .And.Contain("stash");

        File.ReadAllText(Path.Combine(_life.Root, "readme.md")).Should().Be("mine\n");
    }

    [Fact]
    public async Task An_untracked_file_in_the_way_is_never_overwritten()
    {
        await _life.CodeAsync(Work);
        _life.Repository.Write("one.txt", "mine\n");

        (await RefusedAsync(ExitCode.Failed)).Should().Contain("one.txt");

        File.ReadAllText(Path.Combine(_life.Root, "one.txt")).Should().Be("mine\n");
    }

    [Fact]
    public async Task A_plan_that_git_tracks_does_not_make_the_checkout_dirty()
    {
        await _life.Repository.CommitAsync("The plan");
        await _life.CodeAsync(Work);

        await FinalizeAsync();

        _life.Plan.Should().Contain("status: done");
    }

    [Theory]
    [InlineData("rebase", "git rebase main")]
    [InlineData("squash", "git merge main")]
    [InlineData("merge", "git merge main")]
    public async Task A_conflict_changes_nothing_and_says_how_to_resolve_it(string way, string command)
    {
        await _life.CodeAsync("echo theirs > readme.md; git commit -qam Theirs; echo two > two.txt");
        await CommitOnMainAsync("readme.md");

        var said = await RefusedAsync(ExitCode.NeedsPerson, "--merge", way);

        said.Should().Contain("conflicts with main in readme.md").And.Contain(command)
            .And.Contain($"cd '{_life.Worktree}'").And.Contain("git add -A && git commit -m 'Work on say-hello'");
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_life.Worktree)!).Select(Path.GetFileName)
            .Should().BeEquivalentTo(".gitignore", "say-hello");
    }

    [Fact]
    public async Task The_commands_for_a_conflict_lead_to_the_end()
    {
        await _life.CodeAsync("echo theirs > readme.md");
        await CommitOnMainAsync("readme.md");
        await RefusedAsync(ExitCode.NeedsPerson);

        await _life.InWorktreeAsync("add", "-A");
        await _life.InWorktreeAsync("commit", "-qm", "Work on say-hello");
        await TemporaryRepository.TryAsync(_life.Worktree, [], "rebase", "-q", "main");
        TemporaryRepository.WriteIn(_life.Worktree, "readme.md", "both\n");
        await _life.InWorktreeAsync("add", "-A");
        await TemporaryRepository.RunAsync(_life.Worktree, new() { ["GIT_EDITOR"] = ":" }, "rebase", "--continue");
        await FinalizeAsync();

        File.ReadAllText(Path.Combine(_life.Root, "readme.md")).Should().Be("both\n");
        await ShouldBeTidyAsync();
    }

    [Fact]
    public async Task A_merge_driver_that_work_chooses_does_not_run()
    {
        await _life.GitAsync("config", "merge.evil.driver", $"touch '{_life.Root}/ran'; false");
        await _life.CodeAsync("echo '* merge=evil' > .gitattributes; printf 'hello\\n\\n\\n\\nend\\n' > readme.md");
        _life.Repository.Write("readme.md", "start\nhello\n");
        await _life.GitAsync("commit", "-qam", "Main went on");

        await _life.LwCoder().RunAsync("finalize", "say-hello", "--merge", "merge");

        File.Exists(Path.Combine(_life.Root, "ran")).Should().BeFalse();
    }

    [Fact]
    public async Task Checks_see_exactly_what_would_land()
    {
        await ConfigureAsync(
            "checks = ['test -f one.txt && test -f main.txt && test $LW_CODER_PLAN_ID = say-hello && echo it-$((6*7))']");
        await _life.CodeAsync(Work);
        await CommitOnMainAsync("main.txt");

        (await FinalizeAsync("--trust")).Narrated.Should().Contain("| it-42");
    }

    [Fact]
    public async Task A_failed_check_lets_nothing_land()
    {
        await ConfigureAsync("checks = ['true', 'echo no good; exit 4', 'touch never']");
        await _life.CodeAsync(Work);

        (await RefusedAsync(ExitCode.ChecksFailed, "--trust")).Should().Contain("| no good").And.Contain("failed with code 4");

        await FinalizeAsync("--no-checks");
    }

    [Fact]
    public async Task A_check_that_takes_too_long_is_ended()
    {
        await ConfigureAsync("checks = ['sleep 60']\ncheck_timeout = 1");
        await _life.CodeAsync(Work);

        (await RefusedAsync(ExitCode.ChecksFailed, "--trust")).Should().Contain("took longer than 1s");
    }

    [Fact]
    public async Task Checks_of_a_repository_need_trust_and_only_here()
    {
        await ConfigureAsync("checks = ['touch ran']");
        await _life.CodeAsync(Work);

        (await RefusedAsync(ExitCode.NeedsPerson)).Should().Contain("[finalize] checks").And.Contain("--trust");
    }

    [Fact]
    public async Task Nothing_done_is_nothing_to_finalize()
    {
        await _life.CodeAsync(Work);
        await _life.InWorktreeAsync("reset", "-q", "--hard", "HEAD~1");
        await _life.InWorktreeAsync("clean", "-qfd");

        (await RefusedAsync(ExitCode.Failed)).Should().Contain("nothing to finalize").And.Contain("lw_coder abandon say-hello");
    }

    [Fact]
    public async Task A_plan_nobody_worked_on_cannot_be_finalized()
    {
        (await RefusedAsync(ExitCode.Failed)).Should().Contain("no work on plan say-hello");
    }

    [Fact]
    public async Task Work_that_was_merged_by_hand_is_only_tidied_away()
    {
        await _life.CodeAsync("echo one > one.txt; git add -A; git commit -qm One");
        await _life.GitAsync("merge", "-q", "--no-ff", "-m", "By hand", "say-hello");
        var main = await _life.GitAsync("rev-parse", "main");

        (await FinalizeAsync()).Printed.Should().Contain("it was there already");

        (await _life.GitAsync("rev-parse", "main")).Should().Be(main);
        await ShouldBeTidyAsync();
    }

    [Fact]
    public async Task Repeating_a_finished_one_does_nothing()
    {
        await _life.CodeAsync(Work);
        await FinalizeAsync();

        (await FinalizeAsync()).Printed.Should().Contain("is done already");
    }

    [Fact]
    public async Task Json_is_one_object()
    {
        await _life.CodeAsync(Work);

        using var json = JsonDocument.Parse((await FinalizeAsync("--json")).Printed);

        json.RootElement.GetProperty("branch").GetString().Should().Be("main");
        json.RootElement.GetProperty("commits").GetInt32().Should().Be(2);
        json.RootElement.GetProperty("tip").GetString().Should().Be(await _life.GitAsync("rev-parse", "main"));
    }

    [Fact]
    public async Task A_worktree_in_the_middle_of_a_rebase_is_left_alone()
    {
        await _life.CodeAsync(Work);
        await _life.InWorktreeAsync("switch", "-q", "--detach");

        (await RefusedAsync(ExitCode.NeedsPerson)).Should().Contain("is not on branch say-hello");
    }

    [Fact]
    public async Task A_checkout_that_was_half_updated_by_a_killed_git_is_put_right()
    {
        await _life.CodeAsync($"{Work}; echo changed > readme.md; git rm -q --cached .gitignore; rm .gitignore");
        await InterruptedAsync();
        // Some of the files are there already, the index and the branch are as before.
        _life.Repository.Write("one.txt", "one\n");
        _life.Repository.Write("readme.md", "changed\n");

        await FinalizeAsync();

        File.ReadAllText(Path.Combine(_life.Root, "readme.md")).Should().Be("changed\n");
        await ShouldBeTidyAsync();
    }

    [Fact]
    public async Task A_checkout_that_a_person_changed_after_a_kill_is_not_put_right()
    {
        await _life.CodeAsync($"{Work}; echo changed > readme.md");
        await InterruptedAsync();
        _life.Repository.Write("readme.md", "mine\n");

        (await RefusedAsync(ExitCode.NeedsPerson)).Should().Contain("readme.md");

        File.ReadAllText(Path.Combine(_life.Root, "readme.md")).Should().Be("mine\n");
    }

    [Fact]
    public async Task New_work_after_a_kill_is_not_taken_for_landed()
    {
        await _life.CodeAsync(Work);
        await InterruptedAsync();
        await _life.GitAsync("merge", "-q", "--ff-only", "refs/lw_coder/finalize/say-hello/landed/main");
        TemporaryRepository.WriteIn(_life.Worktree, "three.txt", "three\n");

        await FinalizeAsync();

        (await _life.GitAsync("show", "main:three.txt")).Should().Be("three");
        await ShouldBeTidyAsync();
    }

    [Fact]
    public async Task What_landed_before_a_kill_is_tidied_away_by_the_next()
    {
        await _life.CodeAsync(Work);
        await InterruptedAsync("squash");
        await _life.GitAsync("merge", "-q", "--ff-only", "refs/lw_coder/finalize/say-hello/landed/main");
        await CommitOnMainAsync("one.txt");
        var main = await _life.GitAsync("rev-parse", "main");

        await FinalizeAsync("--merge", "squash");

        (await _life.GitAsync("rev-parse", "main")).Should().Be(main);
        await ShouldBeTidyAsync();
    }

    /// <summary>As if it had been killed when the intent was written and nothing had landed.</summary>
    private async Task InterruptedAsync(string way = "rebase")
    {
        _life.Repository.Write("two é.txt", "in the way\n");
        await _life.LwCoder().RunAsync("finalize", "say-hello", "--merge", way);
        File.Delete(Path.Combine(_life.Root, "two é.txt"));
        (await _life.HasRefAsync("refs/lw_coder/finalize/say-hello/landed/main")).Should().BeTrue();
    }

    private async Task<TestServices> FinalizeAsync(params string[] more)
    {
        var lwCoder = _life.LwCoder();
        (await lwCoder.RunAsync(["finalize", "say-hello", .. more])).Should().Be(0, lwCoder.Narrated);
        return lwCoder;
    }

    /// <returns>What was narrated. Branches, worktree and plan are as before.</returns>
    private async Task<string> RefusedAsync(ExitCode expected, params string[] more)
    {
        var before = (await StateAsync(), _life.Plan);
        var lwCoder = _life.LwCoder();

        ((ExitCode)await lwCoder.RunAsync(["finalize", "say-hello", .. more])).Should().Be(expected, lwCoder.Narrated);

        (await StateAsync(), _life.Plan).Should().Be(before);
        return lwCoder.Narrated;
    }

    private async Task<string> StateAsync() => string.Join('\n',
        await _life.GitAsync("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/plan-backups"),
        Directory.Exists(_life.Worktree) ? await _life.InWorktreeAsync("status", "--porcelain", "-uall") : "",
        await _life.GitAsync("status", "--porcelain", "-uall"));

    private async Task ShouldBeTidyAsync()
    {
        _life.Plan.Should().Contain("status: done");
        (await _life.GitAsync("for-each-ref", "--format=%(refname)")).Should().Be("refs/heads/main");
        (await _life.GitAsync("worktree", "list")).Split('\n').Should().ContainSingle();
        (await _life.GitAsync("config", "--list")).Should().NotContain("branch.say-hello");
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_life.Worktree)!).Select(Path.GetFileName)
            .Should().Equal(".gitignore");
        (await _life.GitAsync("status", "--porcelain", "-uno")).Should().BeEmpty();
    }

    private async Task CommitOnMainAsync(string file)
    {
        _life.Repository.Write(file, "from main\n");
        await _life.GitAsync("add", file);
        await _life.GitAsync("commit", "-qm", "Main went on");
    }

    private async Task ConfigureAsync(string lines)
    {
        _life.Repository.Write(".lw_coder/config.toml", $"[finalize]\n{lines}\n");
        await _life.GitAsync("add", ".lw_coder/config.toml");
        await _life.GitAsync("commit", "-qm", "Configure");
    }
}
