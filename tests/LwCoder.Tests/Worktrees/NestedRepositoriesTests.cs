using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

public sealed class NestedRepositoriesTests
{
    [Fact]
    public async Task A_planted_repository_runs_nothing_on_the_host()
    {
        using var plan = await StartAsync();
        var marker = Path.Combine(plan.Repository.Folder, "marker");
        var nested = Path.Combine(plan.Path, "vendor", "lib");
        await PlantAsync(nested, marker);
        await plan.InsideAsync("add", "-A");
        await plan.InsideAsync("commit", "-q", "-m", "Gitlink");
        plan.Write("vendor/lib/more.txt", "x");

        var moved = await MoveAwayAsync(plan);
        var result = await plan.HarvestAsync();
        await new ChangePatch(plan.Repository.Cli).WriteAsync(
            plan.Facts, plan.Worktree, Path.Combine(plan.RunDirectory, "ai_changes.patch"), [], default);
        await plan.HostAsync("status");

        moved.Should().ContainSingle().Which.Path.Should().Be("vendor/lib/.git");
        Directory.Exists(moved[0].MovedTo).Should().BeTrue();
        result.Outcome.Should().Be(HarvestOutcome.KeptAside);
        File.Exists(marker).Should().BeFalse();
        RiskNote.From(new ChangeSummary([], new Dictionary<string, string>()), moved)
            .Should().ContainSingle(line => line.Contains("vendor/lib/.git"));
    }

    [Fact]
    public async Task The_plant_of_these_tests_does_run_where_it_is_left()
    {
        using var plan = await StartAsync();
        var marker = Path.Combine(plan.Repository.Folder, "marker");
        await PlantAsync(Path.Combine(plan.Path, "lib"), marker);
        await plan.HostAsync("add", "-A");
        plan.Write("lib/more.txt", "x");
        await plan.HostAsync("status");
        File.Exists(marker).Should().BeTrue();
    }

    [Fact]
    public async Task Pointers_links_and_deep_ones_are_found_and_links_are_not_followed()
    {
        using var plan = await StartAsync();
        var outside = Path.Combine(plan.Repository.Folder, "outside");
        await PlantAsync(outside, "unused");
        plan.Write("a/.git", $"gitdir: {outside}/.git\n");
        Directory.CreateDirectory(Path.Combine(plan.Path, "b", "c", "d"));
        Directory.CreateSymbolicLink(Path.Combine(plan.Path, "b", "c", "d", ".git"), $"{outside}/.git");
        Directory.CreateSymbolicLink(Path.Combine(plan.Path, "way-out"), outside);

        var moved = await MoveAwayAsync(plan);

        moved.Select(one => one.Path).Should().BeEquivalentTo("a/.git", "b/c/d/.git");
        Directory.Exists(Path.Combine(outside, ".git")).Should().BeTrue();
        (await MoveAwayAsync(plan)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_worktrees_own_pointer_is_put_back_when_it_was_replaced()
    {
        using var plan = await StartAsync();
        File.Delete(plan.Worktree.PointerPath);
        await PlantAsync(plan.Path, "unused");
        (await MoveAwayAsync(plan)).Should().ContainSingle().Which.Path.Should().Be(".git");
        (await plan.HostAsync("rev-parse", "--abbrev-ref", "HEAD")).Should().Be("fix-it");
    }

    [Fact]
    public async Task A_submodule_of_the_host_stays_unless_its_pointer_is_bent()
    {
        using var library = await TemporaryRepository.CreateAsync("library");
        using var plan = await PlanWorktreeFixture.WithSubmoduleAsync(library, "sub");
        await plan.BeginSessionAsync();
        (await MoveAwayAsync(plan)).Should().BeEmpty();

        var pointer = Path.Combine(plan.Path, "sub", ".git");
        File.WriteAllText(pointer, "gitdir: link/../../../../../.git/worktrees/fix-it/modules/sub\n");
        (await MoveAwayAsync(plan)).Should().ContainSingle();
    }

    [Fact]
    public async Task One_that_hides_in_a_folder_with_an_unreadable_name_stops_everything()
    {
        using var plan = await StartAsync();
        (await ShellAsync(plan, "mkdir -p \"$(printf 'caf\\351')/deep\"")).Succeeded.Should().BeTrue();
        (await MoveAwayAsync(plan)).Should().BeEmpty();
        await ShellAsync(plan, "mkdir \"$(printf 'caf\\351')/deep/.git\"");
        (await plan.Invoking(MoveAwayAsync).Should().ThrowAsync<UserError>()).Which.ExitCode.Should().Be(ExitCode.NeedsPerson);
        await ShellAsync(plan, "rm -r caf*");
    }

    private static Task<ProcessOutput> ShellAsync(PlanWorktreeFixture plan, string script) =>
        TemporaryRepository.Processes.RunAsync(new ProcessSpec("sh", "-c", script) { WorkingDirectory = plan.Path }, default);

    private static async Task<PlanWorktreeFixture> StartAsync()
    {
        var plan = await PlanWorktreeFixture.CreateAsync();
        return await plan.BeginSessionAsync();
    }

    private static Task<IReadOnlyList<MovedRepository>> MoveAwayAsync(PlanWorktreeFixture plan) =>
        PlanWorktreeFixture.Nested.MoveAwayAsync(
            plan.Facts, plan.Worktree, Path.Combine(plan.RunDirectory, "nested-repositories"), default);

    private static async Task PlantAsync(string folder, string marker)
    {
        Directory.CreateDirectory(folder);
        await TemporaryRepository.InAsync(folder, "init", "-q");
        TemporaryRepository.WriteIn(folder, "lib.txt", "x");
        await TemporaryRepository.CommitInAsync(folder, "Lib");
        await TemporaryRepository.InAsync(folder, "config", "core.fsmonitor", $"touch '{marker}'; false");
    }
}
