using System.Text.Json;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Commands.Telemetry;

public sealed class TelemetryHandlerTests : IAsyncLifetime
{
    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        await using var store = SqliteStore.At(
            StoreLocation.DatabaseIn(Path.Combine(_repository.Root, ".lw_coder")), TimeProvider.System);
        await store.WriteAsync(SampleRows.Session("aaa-1"));
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.SessionOf("aaa-2") with
        {
            PlanId = "search", Tool = "droid", Model = "gpt, \"5\"", Status = SessionStatus.Failed, TotalCost = 2,
            DurationMs = 60_000, StartedAt = SampleRows.Start.AddDays(1), PromptFingerprint = "f00",
        });
        batch.Add(SampleRows.TaskOf("aaa-2") with { CostUsd = 2 });
        batch.Add(SampleRows.TaskOf("aaa-1-child") with { ParentTaskId = "aaa-1", CostUsd = 0.25m });
        batch.Add(SampleRows.CallOf("aaa-2", "t1") with { Status = "error", DurationMs = 5, Error = "no such file\nat all" });
        await store.WriteAsync(batch);
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Sessions_are_listed_the_newest_first_and_can_be_chosen()
    {
        (await JsonAsync("sessions")).GetProperty("sessions").EnumerateArray()
            .Select(row => row.GetProperty("session_id").GetString())
            .Should().Equal("aaa-2", "aaa-1");
        (await PrintAsync("sessions", "--plan", "login")).Should().StartWith("aaa-1\t").And.NotContain("aaa-2");
        (await PrintAsync("sessions", "--status", "failed", "--tool", "droid")).Should().StartWith("aaa-2\t")
            .And.NotContain("aaa-1");
        (await PrintAsync("sessions", "--limit", "1")).Trim().Split('\n').Should().ContainSingle();
        (await PrintAsync("sessions", "--since", "1h")).Should().BeEmpty();
        foreach (var wrong in (string[][])[["--limit", "0"], ["--limit", "-1"], ["--status", "done"]])
        {
            await FailAsync(["sessions", .. wrong]);
        }
    }

    [Fact]
    public async Task Values_with_commas_and_quotes_stay_one_value()
    {
        (await PrintAsync("sessions", "--csv")).Should().Contain(",droid,\"gpt, \"\"5\"\"\",search,60000,1,1,");
    }

    [Fact]
    public async Task A_session_is_shown_in_order_by_its_id_or_the_beginning_of_it()
    {
        var shown = await JsonAsync("show", "aaa-1");

        shown.GetProperty("sessions")[0].GetProperty("plan_id").GetString().Should().Be("login");
        shown.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("text").GetString())
            .Should().BeEquivalentTo("Fix the login", "Done", """{"command":"pytest"}""");
        (await PrintAsync("show", "aaa-2")).Should().Contain("no such file at all");
        (await FailAsync("show", "aaa")).Should().Contain("several sessions begin with aaa")
            .And.Contain("name one: aaa-1, aaa-2");
        (await FailAsync("show", "zzz")).Should().Contain("there is no session zzz");
    }

    [Fact]
    public async Task Stats_sum_up_all_and_by_what_sessions_share()
    {
        var stats = (await JsonAsync("stats")).GetProperty("stats").EnumerateArray().ToList();

        stats.Select(group => $"{group.GetProperty("by")}:{group.GetProperty("name")}:{group.GetProperty("cost_usd")}")
            .Should().Equal(
                "all::2.5", "plan:search:2", "plan:login:0.5", "model:gpt, \"5\":2", "model:claude-sonnet-4.5:0.5",
                "tool:droid:2", "tool:claude-code:0.5", "prompt:f00:2", "prompt::0.5");
        var all = stats[0];
        all.GetProperty("sessions").GetInt32().Should().Be(2);
        all.GetProperty("success_rate").GetDouble().Should().Be(0.5);
        (all.GetProperty("duration_p50_ms").GetInt64(), all.GetProperty("duration_p99_ms").GetInt64())
            .Should().Be((60_000, 180_000));
        (all.GetProperty("tool_calls").GetInt64(), all.GetProperty("failed_calls").GetInt64()).Should().Be((2, 1));
        all.GetProperty("cost_trend_usd").EnumerateArray().Select(cost => cost.GetDecimal()).Sum().Should().Be(2.5m);
        await using var store = SqliteStore.At(
            StoreLocation.DatabaseIn(Path.Combine(_repository.Root, ".lw_coder")), TimeProvider.System);
        var third = SampleRows.Batch();
        third.Add(SampleRows.SessionOf("aaa-3") with { TotalCost = 0 });
        third.Add(SampleRows.SessionOf("aaa-1-child") with { ParentSessionId = "aaa-1", TotalCost = 0 });
        await store.WriteAsync(third);
        var one = (await JsonAsync("stats", "--by", "tool")).GetProperty("stats")[0];
        one.GetProperty("cost_per_session_usd").GetRawText().Should().Be("0.833333");
        (one.GetProperty("sessions").GetInt32(), one.GetProperty("others").GetInt32()).Should().Be((3, 1));
        (await JsonAsync("stats", "--by", "tool")).GetProperty("stats").GetArrayLength().Should().Be(3);
    }

    [Fact]
    public async Task A_session_put_right_by_its_recovery_counts_as_completed_and_once()
    {
        await using var store = Store();
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.SessionOf("bad") with
        {
            RunId = "login/1", PlanId = "again", Model = "m-1", Status = SessionStatus.Failed, DurationMs = 1_000, TotalCost = 1,
        });
        batch.Add(SampleRows.SessionOf("bad-child") with
        {
            RunId = "login/1", PlanId = "again", ParentSessionId = "bad", Status = SessionStatus.Failed, TotalCost = 0,
        });
        batch.Add(Recovery("a-second", of: "bad", run: "login/2", minutes: 10)
            with { Status = SessionStatus.Failed, DurationMs = 2_000 });
        batch.Add(Recovery("a-third", of: "a-second", run: "login/3", minutes: 20) with { Model = "m-2", DurationMs = 4_000 });
        batch.Add(Recovery("a-fourth", of: "a-third", run: "login/4", minutes: 30) with
        {
            Model = "m-3", Status = SessionStatus.Unknown, DurationMs = null,
        });
        await store.WriteAsync(batch);

        var stats = (await JsonAsync("stats", "--plan", "again")).GetProperty("stats").EnumerateArray()
            .ToDictionary(group => $"{group.GetProperty("by")}:{group.GetProperty("name")}");

        Counts("plan:again").Should().Be((1, 3, 1, 1.0, 7_000));
        // Who completed it is told apart: each model by what it did itself.
        Counts("model:m-1").Should().Be((1, 1, 0, 0.0, 3_000));
        Counts("model:m-2").Should().Be((1, 0, 0, 1.0, 4_000));
        stats["model:m-3"].GetProperty("success_rate").ValueKind.Should().Be(JsonValueKind.Null);
        (await JsonAsync("stats", "--plan", "again", "--since", "1h")).GetProperty("stats").GetArrayLength().Should().Be(0);

        (int, int, int, double, long) Counts(string name) => (
            stats[name].GetProperty("sessions").GetInt32(), stats[name].GetProperty("recoveries").GetInt32(),
            stats[name].GetProperty("others").GetInt32(), stats[name].GetProperty("success_rate").GetDouble(),
            stats[name].GetProperty("duration_p50_ms").GetInt64());
        static SessionRow Recovery(string id, string of, string run, int minutes) => SampleRows.SessionOf(id) with
        {
            RunId = run, PlanId = "again", Model = "m-1", ParentSessionId = of, StartedAt = SampleRows.Start.AddMinutes(minutes),
            TotalCost = 1,
        };
    }

    [Fact]
    public async Task A_recovery_that_began_in_the_moment_of_its_failed_session_comes_after_it()
    {
        await using var store = Store();
        var batch = SampleRows.Batch();
        // A server's moments are seconds, and of two with the same one an id says nothing.
        batch.Add(SampleRows.SessionOf("b-first") with { RunId = "quick/1", PlanId = "quick", Status = SessionStatus.Failed });
        batch.Add(SampleRows.SessionOf("c-second") with { RunId = "quick/2", PlanId = "quick", ParentSessionId = "b-first" });
        batch.Add(SampleRows.SessionOf("a-third") with { RunId = "quick/3", PlanId = "quick", ParentSessionId = "c-second" });
        // Nothing writes such a circle, but a database may be anybody's.
        batch.Add(SampleRows.SessionOf("x") with { RunId = "round/1", PlanId = "round", ParentSessionId = "y" });
        batch.Add(SampleRows.SessionOf("y") with { RunId = "round/2", PlanId = "round", ParentSessionId = "x" });
        await store.WriteAsync(batch);

        (await CountsAsync("quick")).Should().Be((1, 2, 1.0));
        (await CountsAsync("round")).Should().Be((1, 1, 1.0));

        async Task<(int, int, double)> CountsAsync(string plan)
        {
            var all = (await JsonAsync("stats", "--plan", plan)).GetProperty("stats")[0];
            return (all.GetProperty("sessions").GetInt32(), all.GetProperty("recoveries").GetInt32(),
                all.GetProperty("success_rate").GetDouble());
        }
    }

    [Theory]
    [InlineData("stats", "--since", "1h")]
    [InlineData("prune", "--older-than", "1h")]
    public async Task A_recovery_whose_failed_session_is_not_looked_at_stands_for_itself(params string[] first)
    {
        await using var store = Store();
        var (batch, now) = (SampleRows.Batch(), TimeProvider.System.GetUtcNow());
        batch.Add(SampleRows.SessionOf("old") with { RunId = "login/1", Status = SessionStatus.Failed });
        batch.Add(SampleRows.SessionOf("new") with { RunId = "login/2", ParentSessionId = "old", StartedAt = now });
        await store.WriteAsync(batch);

        await PrintAsync(first);
        var all = (await JsonAsync("stats", "--since", "1h")).GetProperty("stats")[0];

        (all.GetProperty("sessions").GetInt32(), all.GetProperty("recoveries").GetInt32(),
            all.GetProperty("success_rate").GetDouble())
            .Should().Be((1, 0, 1.0));
    }

    [Fact]
    public async Task Costs_include_what_a_task_started_and_a_tree_shows_it()
    {
        (await PrintAsync("cost")).Trim().Split('\n').Select(line => line.Split('\t'))
            .Select(cells => (cells[0], cells[4], cells[^1]))
            .Should().Equal(("aaa-2", "1", "$2.00"), ("aaa-1", "2", "$0.75"));
        (await JsonAsync("children", "aaa-1")).GetProperty("tasks").EnumerateArray()
            .Select(task => (task.GetProperty("task_id")
                .GetString(), task.GetProperty("depth").GetInt32(), task.GetProperty("link").GetString()))
            .Should().Equal(("aaa-1", 0, null), ("aaa-1-child", 1, "explicit"));
    }

    [Fact]
    public async Task What_is_left_of_a_pruned_tree_still_has_its_cost()
    {
        await using var store = Store();
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.SessionOf("late") with { ParentSessionId = "aaa-1", StartedAt = TimeProvider.System.GetUtcNow() });
        batch.Add(SampleRows.TaskOf("late") with { ParentTaskId = "aaa-1", StartedAt = TimeProvider.System.GetUtcNow() });
        batch.Add(new ChildRow { ParentId = "aaa-1", ChildId = "late", SpawnedAt = SampleRows.Start, Link = "explicit" });
        await store.WriteAsync(batch);

        await PrintAsync("prune", "--older-than", "1h");

        (await PrintAsync("cost")).Trim().Split('\n')
            .Should().Contain(line => line.StartsWith("late\t", StringComparison.Ordinal));
        (await store.TextsAsync("SELECT child_id FROM child_rels WHERE parent_id = 'aaa-1'")).Should().BeEmpty();
        (await store.TextsAsync("SELECT child_task_id FROM child_relationships WHERE parent_task_id = 'aaa-1'"))
            .Should().BeEmpty();
    }

    [Fact]
    public async Task A_task_without_a_session_is_checked_summed_and_shown()
    {
        await using var store = Store();
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.TaskOf("old") with { CostUsd = 7 });
        batch.Add(SampleRows.PunchOf("old", PunchType.GatePass, "pytest"));
        batch.Add(new PunchCardRow("own", PunchType.GatePass, "pytest"));
        await store.WriteAsync(batch);

        (await PrintAsync("check-card", "old", "own")).Should().StartWith("pass: own for old");
        (await PrintAsync("children", "old")).Should().StartWith("old\t");
        (await PrintAsync("cost")).Should().StartWith("old\t");
        (await FailAsync("check-card", "nobody", "own")).Should().Contain("there is no session nobody");
    }

    [Fact]
    public async Task Tools_are_counted()
    {
        (await PrintAsync("tools")).Should().Be("Bash\tshell\t2\t1\t2\t5ms\t5ms\t5ms\n");
    }

    [Fact]
    public async Task A_question_in_sql_is_answered_and_nothing_else_is_done()
    {
        (await JsonAsync("sql", "SELECT plan_id, total_cost FROM sessions ORDER BY 1")).GetProperty("rows").GetRawText()
            .Should().Contain("\"login\"").And.Contain("0.5");
        foreach (var statement in new[]
        {
            "DELETE FROM sessions", "ATTACH 'x.db' AS x", "VACUUM INTO 'x.db'", "PRAGMA query_only = OFF", "SELECT 1; SELECT 2",
            "", "WITH x AS (SELECT 1) INSERT INTO tasks (task_id, started_at) SELECT 1, 2", "SELECT load_extension('x')", "BEGIN",
            "DROP TABLE tasks",
        })
        {
            await FailAsync("sql", statement);
        }
        (await FailAsync("sql", "SELECT nope")).Should().Contain("no such column: nope");
        Directory.GetFiles(_repository.Root, "x.db", SearchOption.AllDirectories).Should().BeEmpty();
        (await JsonAsync("sessions")).GetProperty("sessions").GetArrayLength().Should().Be(2);
    }

    [Fact]
    public async Task What_is_no_number_neither_breaks_an_answer_nor_becomes_one()
    {
        const string Statement = "SELECT 9e999 AS a, -9e999 AS b, 9e999 - 9e999 AS c, 9223372036854775807 AS d, 0.1 AS e";
        (await PrintAsync("sql", Statement, "--csv")).Should().EndWith("\nInf,-Inf,,9223372036854775807,0.1\n");
        (await JsonAsync("sql", Statement)).GetProperty("rows")[0].GetProperty("a").GetString().Should().Be("Inf");
        await using var store = SqliteStore.At(
            StoreLocation.DatabaseIn(Path.Combine(_repository.Root, ".lw_coder")), TimeProvider.System);
        await store.ExecuteAsync("UPDATE sessions SET total_cost = 9e999 WHERE session_id = 'aaa-2'");

        (await JsonAsync("stats")).GetProperty("stats")[0].GetProperty("cost_usd").GetDecimal().Should().Be(0.5m);
    }

    [Fact]
    public async Task Old_sessions_go_with_all_that_belongs_to_them()
    {
        (await PrintAsync("prune", "--older-than", "1h", "--dry-run")).Should().Be("2 sessions older than 1h would be removed\n");
        (await JsonAsync("sessions")).GetProperty("sessions").GetArrayLength().Should().Be(2);

        (await PrintAsync("prune", "--older-than", "1h")).Should().Be("2 sessions older than 1h removed\n");

        var file = Path.Combine(_repository.Folder, "rest.jsonl");
        await PrintAsync("export", file);
        (await File.ReadAllLinesAsync(file)).Should()
            .OnlyContain(line => line.Contains("\"schema_versions\"", StringComparison.Ordinal));
        (await FailAsync("prune", "--older-than", "soon")).Should().Contain("--older-than soon was not understood");
    }

    [Fact]
    public async Task What_is_old_and_belongs_to_no_session_goes_too()
    {
        await using var store = Store();
        var (batch, now) = (SampleRows.Batch(), TimeProvider.System.GetUtcNow());
        // As the earlier system has them: a task of two conversations, and tasks and messages of none.
        batch.Add(SampleRows.TaskOf("two"));
        batch.Add(SampleRows.SessionOf("two-old") with { TaskId = "two" });
        batch.Add(SampleRows.SessionOf("two-new") with { TaskId = "two", StartedAt = now });
        batch.Add(SampleRows.TaskOf("lone"));
        batch.Add(SampleRows.TaskOf("lone-new") with { StartedAt = now });
        batch.Add(SampleRows.PunchOf("two", PunchType.GatePass, "pytest"));
        batch.Add(SampleRows.PunchOf("lone", PunchType.GatePass, "pytest"));
        batch.Add(SampleRows.PunchOf("nobody", PunchType.GatePass, "pytest"));
        batch.Add(SampleRows.MessageOf("nobody", "m1", "user"));
        batch.Add(SampleRows.MessageOf("nobody", "m2", "user") with { Ts = now.ToUnixTimeMilliseconds() });
        batch.Add(SampleRows.CallOf("nobody", "t1"));
        batch.Add(new ChildRow { ParentId = "lone", ChildId = "lone-new", SpawnedAt = SampleRows.Start, Link = "explicit" });
        batch.Add(new ChildRow { ParentId = "nobody", ChildId = "never", SpawnedAt = SampleRows.Start, Link = "explicit" });
        await store.WriteAsync(batch);

        await PrintAsync("prune", "--older-than", "1h");

        (await store.TextsAsync("SELECT task_id FROM tasks ORDER BY 1")).Should().Equal("lone-new", "two");
        (await store.TextsAsync("SELECT session_id FROM sessions")).Should().Equal("two-new");
        (await store.TextsAsync("SELECT task_id FROM punches")).Should().Equal("two");
        (await store.TextsAsync("SELECT native_id FROM messages")).Should().Equal("m2");
        (await store.TextsAsync("SELECT native_id FROM tool_calls")).Should().BeEmpty();
        (await store.TextsAsync("SELECT child_id FROM child_rels UNION ALL SELECT child_task_id FROM child_relationships"))
            .Should().BeEmpty();
    }

    [Fact]
    public async Task An_export_has_every_row_as_a_line()
    {
        var file = Path.Combine(_repository.Folder, "export.jsonl");

        (await PrintAsync("export", file)).Should().BeEmpty();

        var rows = (await File.ReadAllLinesAsync(file)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        rows.GroupBy(row => row.GetProperty("table").GetString()!).ToDictionary(table => table.Key, table => table.Count())
            .Should().Contain("sessions", 2).And.Contain("messages", 2).And.Contain("tool_calls", 2).And.Contain("punches", 2);
        rows.First(row => row.GetProperty("table").GetString() == "messages").GetProperty("content_preview").GetString()
            .Should().Be("Fix the login");
        Directory.GetFiles(_repository.Folder, "*.tmp").Should().BeEmpty();
        (await FailAsync("export", Path.Combine(_repository.Folder, "nowhere", "export.jsonl")))
            .Should().Contain("cannot be written")
            .And.NotContain("mistake in lw_coder");
        (await FailAsync("export", _repository.Folder)).Should().Contain("cannot be written").And.NotContain("rows written");
    }

    private TelemetryStore Store() =>
        SqliteStore.At(StoreLocation.DatabaseIn(Path.Combine(_repository.Root, ".lw_coder")), TimeProvider.System);

    private async Task<string> PrintAsync(params string[] arguments)
    {
        var lwCoder = new TestServices(_repository.Root, Path.Combine(_repository.Folder, "home"));
        (await lwCoder.RunAsync(["telemetry", .. arguments])).Should().Be(0, lwCoder.Narrated);
        return lwCoder.Printed;
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonDocument.Parse(await PrintAsync([.. arguments, "--json"])).RootElement;

    private async Task<string> FailAsync(params string[] arguments)
    {
        var lwCoder = new TestServices(_repository.Root, Path.Combine(_repository.Folder, "home"));
        (await lwCoder.RunAsync(["telemetry", .. arguments])).Should().NotBe(0, string.Join(' ', arguments));
        lwCoder.Printed.Should().BeEmpty();
        return lwCoder.Narrated;
    }
}
