using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Abandon;

/// <summary>The stories of `abandon` and `recover-plan`, which undo each other.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AbandonHandlerTests : IAsyncLifetime
{
    private const string Work =
        "echo one > one.txt; git add -A; git commit -qm One; echo two >> one.txt; echo new > 'new é.txt'; git rm -q readme.md";

    private PlanLife _life = null!;

    public async Task InitializeAsync() => _life = await PlanLife.CreateAsync();

    public Task DisposeAsync()
    {
        _life.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_was_abandoned_comes_back_as_it_was()
    {
        await _life.CodeAsync(Work);
        var (plan, tip, status) = (_life.Plan, await _life.InWorktreeAsync("rev-parse", "HEAD"), await StatusAsync());

        var abandon = _life.LwCoder();
        (await abandon.RunAsync("abandon", "say-hello", "--yes", "--reason", "Too polite.")).Should().Be(0, abandon.Narrated);

        abandon.Printed.Should().Contain("abandoned: say-hello").And.Contain("kept at refs/lw_coder/rescue/say-hello-");
        Directory.Exists(_life.Worktree).Should().BeFalse();
        File.Exists(_life.PlanFile).Should().BeFalse();
        (await _life.HasRefAsync("refs/heads/say-hello")).Should().BeFalse();
        (await _life.HasRefAsync("refs/plan-backups/say-hello")).Should().BeFalse();
        (await _life.GitAsync("config", "--list")).Should().NotContain("branch.say-hello");

        var recover = _life.LwCoder();
        (await recover.RunAsync("recover-plan", "say-hello")).Should().Be(0, recover.Narrated);

        _life.Plan.Should().Be(plan);
        (await _life.InWorktreeAsync("rev-parse", "HEAD")).Should().Be(tip);
        (await _life.InWorktreeAsync("symbolic-ref", "HEAD")).Should().Be("refs/heads/say-hello");
        File.ReadAllText(Path.Combine(_life.Worktree, "one.txt")).Should().Be("one\ntwo\n");
        File.ReadAllText(Path.Combine(_life.Worktree, "new é.txt")).Should().Be("new\n");
        (await StatusAsync()).Should().BeEquivalentTo(status);
        (await _life.HasRefAsync("refs/plan-abandoned/say-hello")).Should().BeFalse();
        (await _life.GitAsync("config", "branch.say-hello.lwcoderstart")).Should().Be("main");
        await _life.CodeAsync("echo more > more.txt");
    }

    [Fact]
    public async Task A_person_is_shown_what_goes_and_can_say_no()
    {
        await _life.CodeAsync(Work);
        var before = await _life.RefsAsync();
        var asked = "";
        var lwCoder = _life.LwCoder(answer: question => { asked = question; return false; });

        (await lwCoder.RunAsync("abandon", "say-hello")).Should().Be(0);

        asked.Should().Be("Abandon plan say-hello?");
        lwCoder.Narrated.Should().Contain("3 files not committed: ").And.Contain("1 commit since ")
            .And.Contain("nothing was changed");
        (await _life.RefsAsync()).Should().Be(before);
        Directory.Exists(_life.Worktree).Should().BeTrue();
    }

    [Fact]
    public async Task Without_a_person_it_needs_yes()
    {
        await _life.CodeAsync(Work);
        var before = await _life.RefsAsync();

        var lwCoder = _life.LwCoder();
        (await lwCoder.RunAsync("abandon", "say-hello")).Should().Be((int)ExitCode.NeedsPerson);

        lwCoder.Narrated.Should().Contain("fix: add --yes");
        (await _life.RefsAsync()).Should().Be(before);
    }

    [Fact]
    public async Task A_plan_nobody_worked_on_is_kept_too()
    {
        var plan = _life.Plan;

        (await _life.LwCoder().RunAsync("abandon", "say-hello", "-y")).Should().Be(0);
        File.Exists(_life.PlanFile).Should().BeFalse();

        (await _life.LwCoder().RunAsync("recover-plan", "say-hello")).Should().Be(0);
        _life.Plan.Should().Be(plan);
        Directory.Exists(_life.Worktree).Should().BeFalse();
    }

    [Fact]
    public async Task Only_the_plans_own_branch_goes()
    {
        await _life.GitAsync("branch", "say-hello", "HEAD");
        await _life.GitAsync("tag", "say-hello", "HEAD");

        (await _life.LwCoder().RunAsync("abandon", "say-hello", "--yes")).Should().Be(0);

        (await _life.HasRefAsync("refs/heads/say-hello")).Should().BeTrue();
        (await _life.HasRefAsync("refs/tags/say-hello")).Should().BeTrue();
    }

    [Fact]
    public async Task A_branch_somebody_has_checked_out_is_not_pulled_away()
    {
        await _life.CodeAsync("echo one > one.txt; git add -A; git commit -qm One");
        await _life.InWorktreeAsync("switch", "-q", "--detach");
        await _life.GitAsync("switch", "-q", "say-hello");

        var lwCoder = _life.LwCoder();
        (await lwCoder.RunAsync("abandon", "say-hello", "--yes")).Should().Be(1);

        lwCoder.Narrated.Should().Contain("is checked out at");
        Directory.Exists(_life.Worktree).Should().BeTrue();
        File.Exists(_life.PlanFile).Should().BeTrue();
    }

    [Fact]
    public async Task Commits_outside_the_branch_are_kept_as_well()
    {
        await _life.CodeAsync("echo one > one.txt; git add -A; git commit -qm One");
        var onBranch = await _life.InWorktreeAsync("rev-parse", "HEAD");
        await _life.InWorktreeAsync("switch", "-q", "--detach", "HEAD~1");
        TemporaryRepository.WriteIn(_life.Worktree, "detached.txt", "x\n");

        (await _life.LwCoder().RunAsync("abandon", "say-hello", "--yes")).Should().Be(0);

        var kept = await _life.GitAsync("for-each-ref", "--format=%(refname)", "refs/lw_coder/rescue/");
        kept.Split('\n').Should().HaveCount(2);
        (await _life.GitAsync("rev-list", "--all")).Should().Contain(onBranch);
        (await _life.GitAsync("log", "--all", "--format=", "--name-only")).Should().Contain("detached.txt");
    }

    [Fact]
    public async Task Commits_of_a_detached_head_are_kept_as_well()
    {
        await _life.CodeAsync("echo one > one.txt");
        await _life.InWorktreeAsync("switch", "-q", "--detach");
        var detached = await TemporaryRepository.CommitInAsync(_life.Worktree, "Detached");

        (await _life.LwCoder().RunAsync("abandon", "say-hello", "--yes")).Should().Be(0);

        (await _life.GitAsync("rev-list", "--all")).Should().Contain(detached);
    }

    [Fact]
    public async Task Work_of_a_deleted_branch_is_kept_and_comes_back()
    {
        await _life.CodeAsync("echo one > one.txt; git add -A; git commit -qm One; echo two > two.txt");
        await _life.GitAsync("update-ref", "-d", "refs/heads/say-hello");

        (await _life.LwCoder().RunAsync("abandon", "say-hello", "--yes")).Should().Be(0);
        (await _life.LwCoder().RunAsync("recover-plan", "say-hello")).Should().Be(0);

        (await _life.InWorktreeAsync("log", "-1", "--format=%s")).Should().Be("One");
        File.Exists(Path.Combine(_life.Worktree, "two.txt")).Should().BeTrue();
    }

    [Fact]
    public async Task A_plan_abandoned_again_without_work_does_not_claim_the_earlier_work()
    {
        await _life.CodeAsync(Work);
        await _life.LwCoder().RunAsync("abandon", "say-hello", "--yes");
        _life.Repository.Write(".lw_coder/tasks/say-hello.md", PlanSamples.Text(id: "say-hello"));

        var lwCoder = _life.LwCoder();
        (await lwCoder.RunAsync("abandon", "say-hello", "--yes")).Should().Be(0);

        lwCoder.Printed.Should().Contain("there was none");
    }

    [Fact]
    public async Task A_repository_inside_the_worktree_stops_it_before_anything_goes()
    {
        await _life.CodeAsync(Work);
        await TemporaryRepository.InAsync(
            Directory.CreateDirectory(Path.Combine(_life.Worktree, "inner")).FullName, "init", "-q");

        (await _life.LwCoder().RunAsync("abandon", "say-hello", "--yes")).Should().Be(1);

        Directory.Exists(_life.Worktree).Should().BeTrue();
        File.Exists(_life.PlanFile).Should().BeTrue();
    }

    [Fact]
    public async Task A_plan_that_is_being_worked_on_is_refused()
    {
        await _life.CodeAsync(Work);
        var other = new ProcessIdentity(Environment.MachineName, 1, ProcessTree.StartTime(1)!);
        File.WriteAllText(Path.Combine(_life.Root, ".lw_coder/runs/say-hello/.lease"), other.ToString());

        var lwCoder = _life.LwCoder();
        (await lwCoder.RunAsync("abandon", "say-hello", "--yes")).Should().Be(1);

        lwCoder.Narrated.Should().Contain("is being worked on by another lw_coder");
    }

    [Fact]
    public async Task An_unknown_plan_is_named()
    {
        var lwCoder = _life.LwCoder();

        (await lwCoder.RunAsync("abandon", "say-helo", "--yes")).Should().Be(1);

        lwCoder.Narrated.Should().Contain("there is no plan 'say-helo'").And.Contain("did you mean say-hello?");
    }

    [Fact]
    public async Task Json_names_where_the_work_is_kept()
    {
        await _life.CodeAsync(Work);
        var lwCoder = _life.LwCoder();

        await lwCoder.RunAsync("abandon", "say-hello", "--yes", "--json");

        using var json = JsonDocument.Parse(lwCoder.Printed);
        json.RootElement.GetProperty("commits").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("uncommitted").GetInt32().Should().Be(3);
        (await _life.HasRefAsync(json.RootElement.GetProperty("kept_at").GetString()!)).Should().BeTrue();
    }

    [Fact]
    public async Task What_is_kept_is_listed()
    {
        await _life.CodeAsync(Work);
        await _life.LwCoder().RunAsync("abandon", "say-hello", "--yes", "--reason", "No\nneed");
        _life.Repository.Write(".lw_coder/tasks/other-plan.md", PlanSamples.Text(id: "other-plan"));
        await _life.LwCoder().RunAsync("abandon", "other-plan", "--yes");

        var table = _life.LwCoder();
        (await table.RunAsync("recover-plan")).Should().Be(0);
        var list = _life.LwCoder();
        (await list.RunAsync("recover-plan", "--json")).Should().Be(0);

        table.Printed.Split('\n')[1].Should().MatchRegex("^say-hello\tabandoned\t\\d+s\tmissing\tkept\tNo need$");
        using var json = JsonDocument.Parse(list.Printed);
        json.RootElement.GetProperty("backups").EnumerateArray().Select(one => one.GetProperty("plan_id").GetString())
            .Should().Equal("other-plan", "say-hello");
    }

    [Fact]
    public async Task A_plan_that_was_only_deleted_comes_back_from_its_backup()
    {
        var plan = _life.Plan;
        await _life.CodeAsync("echo one > one.txt");
        File.Delete(_life.PlanFile);

        (await _life.LwCoder().RunAsync("recover-plan", "say-hello")).Should().Be(0);

        _life.Plan.Should().Be(plan);
        File.Exists(Path.Combine(_life.Worktree, "one.txt")).Should().BeTrue();
    }

    [Fact]
    public async Task Another_text_is_replaced_only_by_force_and_kept()
    {
        await _life.CodeAsync("echo one > one.txt");
        File.AppendAllText(_life.PlanFile, "precious\n");

        var refused = _life.LwCoder();
        (await refused.RunAsync("recover-plan", "say-hello")).Should().Be(1);
        refused.Narrated.Should().Contain("--force");
        _life.Plan.Should().Contain("precious");

        (await _life.LwCoder().RunAsync("recover-plan", "say-hello", "--force")).Should().Be(0);
        _life.Plan.Should().NotContain("precious");
        (await _life.GitAsync("show", "refs/plan-backups/say-hello:.lw_coder/tasks/say-hello.md")).Should().Contain("precious");
    }

    [Fact]
    public async Task A_text_that_an_abandoned_plan_replaces_is_kept_too()
    {
        await _life.LwCoder().RunAsync("abandon", "say-hello", "--yes");
        _life.Repository.Write(".lw_coder/tasks/say-hello.md", PlanSamples.Text(id: "say-hello", body: "precious\n"));

        (await _life.LwCoder().RunAsync("recover-plan", "say-hello", "--force")).Should().Be(0);

        _life.Plan.Should().Contain("# Say hello to everybody");
        (await _life.GitAsync("log", "-p", "-m", "refs/plan-backups/say-hello")).Should().Contain("precious");
        (await _life.HasRefAsync("refs/plan-abandoned/say-hello")).Should().BeFalse();
    }

    [Fact]
    public async Task Newer_work_is_left_alone()
    {
        await _life.CodeAsync(Work);
        await _life.LwCoder().RunAsync("abandon", "say-hello", "--yes");
        _life.Repository.Write(".lw_coder/tasks/say-hello.md", PlanSamples.Text(
            id: "say-hello", sha: await _life.GitAsync("rev-parse", "HEAD")));
        await _life.CodeAsync("echo newer > newer.txt; git add -A; git commit -qm Newer");

        var lwCoder = _life.LwCoder();
        (await lwCoder.RunAsync("recover-plan", "say-hello", "--force")).Should().Be(0);

        lwCoder.Narrated.Should().Contain("which was left alone");
        File.Exists(Path.Combine(_life.Worktree, "newer.txt")).Should().BeTrue();
    }

    [Fact]
    public async Task Nothing_kept_is_an_error()
    {
        var lwCoder = _life.LwCoder();

        (await lwCoder.RunAsync("recover-plan", "say-nothing")).Should().Be(1);

        lwCoder.Narrated.Should().Contain("nothing is kept of a plan 'say-nothing'");
    }

    private async Task<string[]> StatusAsync()
    {
        var status = await _life.InWorktreeAsync("status", "--porcelain", "-uall", "-z");
        return [.. status.Split('\0').Select(line => line.Trim()).Order()];
    }
}
