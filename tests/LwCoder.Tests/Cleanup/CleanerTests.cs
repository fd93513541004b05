using LwCoder.Cleanup;
using LwCoder.Configuration;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Platform.Processes;
using LwCoder.Runs;
using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Cleanup;

/// <summary>What may go and what may not, in real repositories.</summary>
public sealed class CleanerTests : IDisposable
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly TempDirectory _home = new();
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow().AddDays(60));

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Checkouts_of_killed_evaluations_go_at_once_and_idle_ones_when_they_are_old()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        foreach (var (name, ending, text) in new[]
            {
                ("killed", ".owner", $"{Environment.MachineName}:999999:1"), ("idle", ".idle", "note"),
                ("used", ".owner", ProcessIdentity.Current.ToString()),
            })
        {
            repository.Write($".lw_coder/checkouts/{name}/tree/a", "abc");
            repository.Write($".lw_coder/checkouts/{name}{ending}", text);
        }
        var scope = await ScopeAsync(repository);
        var checkouts = Path.Combine(repository.Root, ".lw_coder", "checkouts");

        var killed = (await new KilledCheckoutCleaner().FindAsync(scope, default)).Should().ContainSingle().Subject;
        var idle = (await new IdleCheckoutCleaner(_time).FindAsync(scope, default)).Should().ContainSingle().Subject;
        (await new IdleCheckoutCleaner(TimeProvider.System).FindAsync(scope, default)).Should().BeEmpty("it is new");
        killed.Bytes.Should().Be(3);
        await killed.RemoveAsync(default);
        await idle.RemoveAsync(default);

        Directory.EnumerateFileSystemEntries(checkouts).Select(Path.GetFileName).Should().BeEquivalentTo("used", "used.owner");
    }

    [Fact]
    public async Task An_idle_checkout_that_an_eval_has_taken_meanwhile_stays()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        repository.Write(".lw_coder/checkouts/idle/tree/a", "abc");
        repository.Write(".lw_coder/checkouts/idle.idle", "note");
        var found = await new IdleCheckoutCleaner(_time).FindAsync(await ScopeAsync(repository), default);
        var checkout = Path.Combine(repository.Root, ".lw_coder", "checkouts", "idle");
        CheckoutShelf.TryTake(checkout).Should().Be("note");

        await found[0].RemoveAsync(default);

        Directory.Exists(checkout).Should().BeTrue();
    }

    [Fact]
    public async Task The_record_of_a_deleted_worktree_goes_and_what_was_staged_there_is_kept()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var worktree = Path.Combine(repository.Root, ".lw_coder", "worktrees", "my-plan");
        await repository.GitAsync("worktree", "add", "-q", "-b", "my-plan", worktree);
        TemporaryRepository.WriteIn(worktree, "agent.txt", "the agent's work");
        await TemporaryRepository.InAsync(worktree, "add", "-A");
        Directory.Delete(worktree, recursive: true);
        var cleaner = new WorktreeRecordCleaner(repository.Cli, Rescue(repository));

        var found = await cleaner.FindAsync(await ScopeAsync(repository), default);
        var notes = await found.Should().ContainSingle().Subject.RemoveAsync(default);

        notes.Should().ContainSingle().Which.Should().Contain("refs/lw_coder/rescue/my-plan");
        (await repository.GitAsync("show", "refs/lw_coder/rescue/my-plan:agent.txt")).Should().Be("the agent's work");
        (await repository.GitAsync("worktree", "list")).Should().NotContain("my-plan");
        (await repository.GitAsync("rev-parse", "my-plan")).Should().HaveLength(40, "the branch stays");
    }

    [Fact]
    public async Task A_commit_that_only_the_record_knows_is_kept()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var worktree = Path.Combine(repository.Root, ".lw_coder", "worktrees", "my-plan");
        await repository.GitAsync("worktree", "add", "-q", "--detach", worktree);
        var lost = await TemporaryRepository.CommitInAsync(worktree, "On no branch");
        Directory.Delete(worktree, recursive: true);
        var cleaner = new WorktreeRecordCleaner(repository.Cli, Rescue(repository));

        await (await cleaner.FindAsync(await ScopeAsync(repository), default))[0].RemoveAsync(default);

        (await repository.GitAsync("for-each-ref", "--contains", lost)).Should().Contain("refs/lw_coder/rescue/my-plan");
    }

    [Fact]
    public async Task Records_of_worktrees_that_are_there_or_not_ours_stay()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("worktree", "add", "-q", Path.Combine(repository.Root, ".lw_coder", "worktrees", "here"));
        var elsewhere = Path.Combine(repository.Folder, "elsewhere");
        await repository.GitAsync("worktree", "add", "-q", elsewhere);
        Directory.Delete(elsewhere, recursive: true);
        var cleaner = new WorktreeRecordCleaner(repository.Cli, Rescue(repository));

        (await cleaner.FindAsync(await ScopeAsync(repository), default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_rescue_ref_goes_only_when_a_branch_has_its_commit_or_when_asked()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var main = await repository.GitAsync("rev-parse", "HEAD");
        var alone = await repository.GitAsync("commit-tree", "-m", "Alone", "HEAD^{tree}");
        await repository.GitAsync("update-ref", "refs/lw_coder/rescue/merged", main);
        await repository.GitAsync("update-ref", "refs/lw_coder/rescue/alone", alone);
        await repository.GitAsync("update-ref", "refs/plan-backups/my-plan", main);
        var cleaner = new RescueRefCleaner(repository.Cli, _time);
        var scope = await ScopeAsync(repository);

        var found = await cleaner.FindAsync(scope, default);
        await found.Should().ContainSingle().Subject.RemoveAsync(default);

        (await repository.GitAsync("for-each-ref", "--format=%(refname)", "refs/lw_coder", "refs/plan-backups"))
            .Should().Be("refs/lw_coder/rescue/alone\nrefs/plan-backups/my-plan");
        (await cleaner.FindAsync(scope with { RescueRefs = true }, default)).Should().ContainSingle();
        (await cleaner.FindAsync(scope with { RescueRefs = true, OlderThan = 3 * Month }, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Old_runs_go_but_for_those_with_uncollected_work()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var runs = new RunCatalog(Path.Combine(repository.Root, ".lw_coder", "runs"));
        var now = _time.GetUtcNow();
        Run("old", now - TimeSpan.FromDays(40));
        Run("new", now - TimeSpan.FromDays(2));
        Directory.CreateDirectory(Run("uncollected", now - TimeSpan.FromDays(40)).GitDirectory);
        Directory.CreateDirectory(Run("nested", now - TimeSpan.FromDays(40)).NestedRepositories);

        var found = await new RunCleaner(_time).FindAsync(await ScopeAsync(repository), default);
        await found.Should().ContainSingle().Subject.RemoveAsync(default);

        found[0].Bytes.Should().BePositive();
        runs.List().Select(run => run.Id.PlanId).Should().BeEquivalentTo("new", "uncollected", "nested");

        RunDirectory Run(string plan, DateTimeOffset started)
        {
            var run = runs.Create(plan, started);
            run.WriteManifest(Manifests.New(run.Id) with { State = RunState.Finished });
            return run;
        }
    }

    [Fact]
    public async Task Temporary_files_go_by_our_names_and_only_when_old()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var name = $"plan.md.123.{Guid.NewGuid():N}.tmp";
        repository.Write($".lw_coder/tasks/{name}", "half");
        repository.Write(".lw_coder/tasks/mine.tmp", "a person's");
        repository.Write($".lw_coder/worktrees/x/{name}", "an agent's");

        var (home, scope) = (new HomeLayout(_home.Path), await ScopeAsync(repository));
        var found = await new TemporaryFileCleaner(home, _time).FindAsync(scope, default);
        var young = await new TemporaryFileCleaner(home, TimeProvider.System).FindAsync(scope, default);

        young.Should().BeEmpty();
        found.Should().ContainSingle().Which.Name.Should().EndWith(Path.Combine("tasks", name));
        await found[0].RemoveAsync(default);
        File.Exists(found[0].Name).Should().BeFalse();
    }

    [Fact]
    public async Task What_a_killed_finalize_or_abandon_left_goes_unless_somebody_is_at_it()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var worktrees = Path.Combine(repository.Root, ".lw_coder", "worktrees");
        var plan = Path.Combine(worktrees, "my-plan");
        await repository.GitAsync("worktree", "add", "-q", "-b", "my-plan", plan);
        var joining = Path.Combine(worktrees, ".finalize-my-plan");
        await repository.GitAsync("worktree", "add", "-q", "--detach", joining);
        var half = Path.Combine(worktrees, ".finalize-other");
        await repository.GitAsync("worktree", "add", "-q", "--detach", half);
        Directory.Move(half, Path.Combine(worktrees, ".removed-.finalize-other"));
        repository.Write(".lw_coder/worktrees/.removed-my-plan/rest.txt", "kept elsewhere");
        repository.Write(".lw_coder/worktrees/.mine/file.txt", "a person's");
        var cleaner = new StrayWorktreeCleaner(new WorkRemoval(repository.Cli));
        var scope = await ScopeAsync(repository);
        using (await RunLease.TakeAsync(scope.Runs!, "my-plan", ProcessIdentity.Current, default))
        {
            (await cleaner.FindAsync(scope, default)).Should().ContainSingle().Which.Name.Should().EndWith("other");
        }

        foreach (var leftover in await cleaner.FindAsync(scope, default))
        {
            await leftover.RemoveAsync(default);
        }

        Directory.GetDirectories(worktrees).Select(Path.GetFileName).Should().BeEquivalentTo("my-plan", ".mine");
        (await repository.GitAsync("worktree", "list")).Split('\n').Should().HaveCount(2, "main and the plan's stay");
    }

    [Theory]
    [InlineData("landed and work", true)]
    [InlineData("landed", true)]
    [InlineData("a worktree", false)]
    [InlineData("a branch", false)]
    [InlineData("not landed", false)]
    [InlineData("at work", false)]
    public async Task What_a_killed_finalize_noted_goes_when_nothing_else_is_left_to_do(string left, bool goes)
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var scope = await ScopeAsync(repository);
        var landed = left == "not landed" ? await LooseAsync("Landed") : await repository.GitAsync("rev-parse", "HEAD");
        await repository.GitAsync("update-ref", "refs/lw_coder/finalize/my-plan/landed/feature/x", landed);
        if (left != "landed")
        {
            await repository.GitAsync("update-ref", "refs/lw_coder/finalize/my-plan/work", await LooseAsync("Work"));
        }
        if (left == "a branch")
        {
            await repository.GitAsync("branch", "my-plan");
        }
        if (left == "a worktree")
        {
            repository.Write(".lw_coder/worktrees/my-plan/file.txt", "x");
        }
        using var lease = left == "at work"
            ? await RunLease.TakeAsync(scope.Runs!, "my-plan", ProcessIdentity.Current, default)
            : null;

        var found = await new LandingRecordCleaner(repository.Cli).FindAsync(scope, default);
        foreach (var one in found)
        {
            await one.RemoveAsync(default);
        }

        found.Should().HaveCount(goes ? 1 : 0);
        (await repository.GitAsync("for-each-ref", "refs/lw_coder") == "").Should().Be(goes);

        Task<string> LooseAsync(string message) => repository.GitAsync("commit-tree", "-m", message, "HEAD^{tree}");
    }

    [Fact]
    public async Task The_record_of_a_worktree_that_finalize_was_removing_goes_without_a_rescue()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var worktree = Path.Combine(repository.Root, ".lw_coder", "worktrees", ".finalize-my-plan");
        await repository.GitAsync("worktree", "add", "-q", "--detach", worktree);
        await TemporaryRepository.CommitInAsync(worktree, "Joined");
        Directory.Delete(worktree, recursive: true);
        var cleaner = new WorktreeRecordCleaner(repository.Cli, Rescue(repository));

        await (await cleaner.FindAsync(await ScopeAsync(repository), default))[0].RemoveAsync(default);

        (await repository.GitAsync("worktree", "list")).Should().NotContain("finalize");
        (await repository.GitAsync("for-each-ref", "refs/lw_coder")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_planning_session_deleted_by_hand_leaves_no_record_and_loses_no_commit()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var worktree = Path.Combine(repository.Root, ".lw_coder", "plan-traces", "planning", "20260101_000000", "worktree");
        await repository.GitAsync("worktree", "add", "-q", "--detach", worktree);
        var lost = await TemporaryRepository.CommitInAsync(worktree, "On no branch");
        Directory.Delete(worktree, recursive: true);
        var cleaner = new WorktreeRecordCleaner(repository.Cli, Rescue(repository));

        await (await cleaner.FindAsync(await ScopeAsync(repository), default))[0].RemoveAsync(default);

        (await repository.GitAsync("worktree", "list")).Should().NotContain("plan-traces");
        (await repository.GitAsync("for-each-ref", "--contains", lost))
            .Should().Contain("refs/lw_coder/rescue/planning-20260101_000000");
    }

    [Fact]
    public async Task Old_sessions_of_plan_go_but_for_those_whose_worktree_had_to_stay()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var sessions = new RunCatalog(Path.Combine(repository.Root, ".lw_coder", "plan-traces"));
        foreach (var plan in new[] { "my-plan", "planning" })
        {
            var run = sessions.Create(plan, _time.GetUtcNow() - TimeSpan.FromDays(40));
            run.WriteManifest(Manifests.New(run.Id) with { State = RunState.Finished });
        }
        Directory.CreateDirectory(sessions.List("planning").Single().Worktree);

        var found = await new RunCleaner(_time).FindAsync(await ScopeAsync(repository), default);

        found.Should().ContainSingle().Which.Name.Should().StartWith("my-plan/");
    }

    private static RescueRef Rescue(TemporaryRepository repository) =>
        new(repository.Cli, new WorktreeSnapshot(new NestedRepositories(TemporaryRepository.Processes)));

    private static async Task<CleanupScope> ScopeAsync(TemporaryRepository repository) =>
        new(await repository.FactsAsync(), Month, RescueRefs: false);
}
