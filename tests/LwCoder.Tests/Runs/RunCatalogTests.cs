using LwCoder.Platform.Processes;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Runs;

public sealed class RunCatalogTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly ManualTime _time = new();
    private readonly RunCatalog _runs;

    public RunCatalogTests() => _runs = new RunCatalog(_folder.In("runs"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_named_after_its_plan_and_its_start_in_utc() =>
        _runs.Create("my-plan", new DateTimeOffset(2026, 3, 1, 23, 30, 5, TimeSpan.FromHours(-2)))
            .Id.ToString().Should().Be("my-plan/20260302_013005");

    [Fact]
    public void Two_runs_in_one_second_get_names_of_their_own()
    {
        var names = Enumerable.Range(0, 3).Select(_ => _runs.Create("p-1", _time.GetUtcNow()).Id.Stamp);

        names.Should().Equal("20261121_100000", "20261121_100000-2", "20261121_100000-3");
    }

    [Fact]
    public void Runs_are_listed_newest_first()
    {
        Add("aaa", "20261101_000000");
        Add("bbb", "20261103_000000");
        Add("aaa", "20261102_000000");
        Add("aaa", "20261102_000000-2");
        Add("aaa", "20261102_000000-10");

        _runs.List().Select(run => run.Id.ToString()).Should().Equal(
            "bbb/20261103_000000", "aaa/20261102_000000-10", "aaa/20261102_000000-2", "aaa/20261102_000000",
            "aaa/20261101_000000");
        _runs.List("aaa").Should().HaveCount(4);
    }

    [Theory]
    [InlineData("aaa/20261101_000000")]
    [InlineData("aaa/20261101")]
    [InlineData("20261101")]
    public void A_run_is_found_by_its_name_or_the_beginning_of_it(string name)
    {
        Add("aaa", "20261101_000000");
        Add("aaa", "20261102_000000");

        _runs.Find(name).Id.Stamp.Should().Be("20261101_000000");
    }

    [Fact]
    public void A_plans_id_names_its_newest_run_even_when_another_plan_begins_like_it()
    {
        Add("aaa", "20261101_000000");
        Add("aaa-2", "20261102_000000");

        _runs.Find("aaa").Id.ToString().Should().Be("aaa/20261101_000000");
    }

    [Fact]
    public void A_name_that_fits_several_runs_is_refused()
    {
        Add("aaa", "20261101_000000");
        Add("aaa", "20261102_000000");

        _runs.Invoking(runs => runs.Find("aaa/2026")).Should().Throw<UserError>().WithMessage("*2 runs*");
    }

    [Fact]
    public void A_folder_that_is_no_run_is_not_listed()
    {
        Directory.CreateDirectory(_folder.In("runs", "aaa", "20261101_000000"));
        Directory.CreateDirectory(_folder.In("runs", "aaa", "notes"));
        Directory.CreateDirectory(_folder.In("runs", "aaa", "20269901_000000"));
        File.WriteAllText(_folder.In("runs", "aaa", "20269901_000000", "run.json"), "{}");

        _runs.List().Should().BeEmpty();
    }

    [Fact]
    public void A_manifest_survives_a_round_trip()
    {
        var run = _runs.Create("aaa", _time.GetUtcNow());
        var manifest = Manifests.New(run.Id) with
        {
            Outcome = "no_changes", Cost = 0.0123m, CostSource = "billed", Tokens = new TokenCounts(1, 2, 3),
            Changes = new ChangeCounts(1, 2, 3, 4), Risks = ["ünïcode"],
            Reported = new ReportedAgent("claude-code", "2.1", "opus", null),
        };

        run.WriteManifest(manifest);

        run.ReadManifest().Should().BeEquivalentTo(manifest);
        File.ReadAllText(run.ManifestFile).Should().Contain("\"schema_version\": 1").And.Contain("\"cost_source\": \"billed\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"schema_version\": 99}")]
    [InlineData("[]")]
    public void A_manifest_that_cannot_be_read_is_named(string json)
    {
        var run = _runs.Create("aaa", _time.GetUtcNow());
        File.WriteAllText(run.ManifestFile, json);

        run.Invoking(broken => broken.ReadManifest()).Should().Throw<UserError>().Which.Hint.Should().Contain(run.ManifestFile);
    }

    [Fact]
    public void A_state_is_written_as_outcomes_are() =>
        File.ReadAllText(Add("aaa", "20261101_000000", manifest => manifest with { State = RunState.WorktreeReady }).ManifestFile)
            .Should().Contain("\"state\": \"worktree_ready\"");

    [Fact]
    public void A_run_of_thirty_one_days_goes_and_one_of_twenty_nine_stays()
    {
        Add("old", "20261021_000000");
        Add("new", "20261023_120000");

        Prune().Should().Equal("old/20261021_000000");
        Directory.Exists(_folder.In("runs", "old")).Should().BeFalse();
        Directory.Exists(_folder.In("runs", "new", "20261023_120000")).Should().BeTrue();
    }

    [Fact]
    public void Pruning_looks_at_the_name_and_not_at_the_time_of_the_file()
    {
        var run = Add("aaa", "20261120_000000");
        Directory.SetLastWriteTimeUtc(run.Path, new DateTime(2020, 1, 1));

        Prune().Should().BeEmpty();
    }

    [Fact]
    public void The_active_run_is_never_pruned()
    {
        Add("aaa", "20250101_000000", manifest => manifest with { State = RunState.Running });

        Prune().Should().BeEmpty();
    }

    [Fact]
    public void A_run_whose_process_is_gone_is_pruned()
    {
        var dead = ProcessIdentity.Current with { Start = "0" };
        Add("aaa", "20250101_000000", manifest => manifest with { State = RunState.Running, Owner = dead.ToString() });

        Prune().Should().HaveCount(1);
    }

    [Fact]
    public void A_run_whose_commits_are_not_in_the_repository_is_never_pruned()
    {
        var run = Add("aaa", "20250101_000000");
        Directory.CreateDirectory(run.GitDirectory);

        Prune().Should().BeEmpty();
    }

    [Fact]
    public void A_folder_that_is_not_a_run_is_never_pruned()
    {
        Directory.CreateDirectory(_folder.In("runs", "aaa", "20250101_000000"));
        var foreign = Add("aaa", "20250102_000000", manifest => manifest with { RunId = "another/20250102_000000" });
        var broken = Add("aaa", "20250103_000000");
        File.WriteAllText(broken.ManifestFile, "{");

        Prune().Should().BeEmpty();
        Directory.Exists(foreign.Path).Should().BeTrue();
    }

    [Fact]
    public void Pruning_never_follows_a_link_out_of_the_run()
    {
        var run = Add("aaa", "20250101_000000");
        var precious = _folder.Write("precious/file", "keep");
        Directory.CreateSymbolicLink(Path.Combine(run.Path, "link"), Path.GetDirectoryName(precious)!);

        Prune().Should().HaveCount(1);
        File.Exists(precious).Should().BeTrue();
    }

    private IEnumerable<string> Prune()
    {
        var (removed, warnings) = new RunRetention(_runs, _time).Prune();
        warnings.Should().BeEmpty();
        return removed.Select(id => id.ToString());
    }

    private RunDirectory Add(string plan, string stamp, Func<RunManifest, RunManifest>? change = null)
    {
        var id = new RunId(plan, stamp);
        var run = new RunDirectory(id, Directory.CreateDirectory(_folder.In("runs", plan, stamp)).FullName);
        var manifest = Manifests.New(id) with { State = RunState.Finished };
        run.WriteManifest(change?.Invoke(manifest) ?? manifest);
        return run;
    }
}
