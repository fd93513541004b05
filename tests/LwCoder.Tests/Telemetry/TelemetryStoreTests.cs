using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Telemetry;

/// <summary>What every store does, whichever database it is in.</summary>
public sealed class TelemetryStoreTests
{
    [Theory, OnSqlite, OnMariaDb]
    public async Task An_empty_text_is_no_absence(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.CallOf("s", "c") with { ToolName = "", ArgsSummary = "" });
        await store.WriteAsync(batch);

        (await store.TextsAsync("SELECT tool_name FROM tool_calls")).Should().Equal("");
        (await store.TextsAsync("SELECT args_summary FROM tool_calls")).Should().Equal("");
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task Telling_the_same_twice_adds_no_row(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session());
        var first = await store.CountsAsync();

        await store.WriteAsync(SampleRows.Session());

        first.Should().Contain("messages", 2).And.Contain("punches", 2).And.Contain("tool_calls", 1)
            .And.Contain("child_rels", 1).And.Contain("child_relationships", 1);
        (await store.CountsAsync()).Should().Equal(first);
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task Every_table_of_the_schema_is_there_with_every_column(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        foreach (var table in StoreSchema.Tables)
        {
            var columns = await store.ReadAsync(
                session => session.Dialect.ColumnsOf(session, table.Name).Select(column => column.Name).ToList(), default);

            columns.Should().Equal(table.Columns.Select(column => column.Name), table.Name);
        }
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task What_is_told_later_completes_what_is_known(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.CallOf("s1", "toolu_1") with { Status = "running" });
        batch.Add(SampleRows.SessionOf("s1") with { Status = SessionStatus.Running, CompletedAt = null, PlanId = "login" });
        await store.WriteAsync(batch);

        var later = SampleRows.Batch();
        later.Add(SampleRows.CallOf("s1", "toolu_1") with
        {
            Status = "error", ExitCode = 2, Error = "2 failed", ArgsSummary = null,
            Ts = SampleRows.Start.AddHours(1).ToUnixTimeMilliseconds(),
        });
        later.Add(SampleRows.SessionOf("s1") with
        {
            PlanId = null, Model = null, TotalCost = 0.75m, StartedAt = SampleRows.Start.AddHours(1),
        });
        await store.WriteAsync(later);

        (await store.ReadAsync(
            session => session.List(
                "SELECT status, exit_code, error, args_summary, ts FROM tool_calls",
                row => (row.Text(0), row.Whole(1), row.Text(2), row.Text(3), row.Whole(4))),
            default)).Should().Equal(
                ("error", 2L, "2 failed", """{"command":"pytest"}""", SampleRows.Start.ToUnixTimeMilliseconds()));
        (await store.TextAsync("SELECT status FROM sessions")).Should().Be("completed");
        (await store.TextAsync("SELECT plan_id FROM sessions")).Should().Be("login");
        (await store.TextAsync("SELECT model FROM sessions")).Should().Be("claude-sonnet-4.5");
        (await store.TextAsync("SELECT started_at FROM sessions")).Should().StartWith("2026-03-04 05:06:07");
        (await store.TextAsync("SELECT total_cost FROM sessions")).Should().StartWith("0.75");
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task What_has_ended_does_not_run_again_because_an_older_report_says_so(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session());

        var older = SampleRows.Batch();
        older.Add(SampleRows.SessionOf("s1") with { Status = SessionStatus.Running });
        older.Add(SampleRows.TaskOf("s1") with { Status = SessionStatus.Unknown });
        await store.WriteAsync(older);

        (await store.TextAsync("SELECT status FROM sessions")).Should().Be("completed");
        (await store.TextAsync("SELECT status FROM tasks")).Should().Be("completed");
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task Ids_that_differ_in_case_are_different(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.CallOf("s1", "toolu_aB"));
        batch.Add(SampleRows.CallOf("s1", "toolu_Ab"));
        await store.WriteAsync(batch);

        (await store.CountsAsync()).Should().Contain("tool_calls", 2);
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task Any_text_comes_back_as_it_was(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var text = "it's \"quoted\" \\ back\\'slash\0nul \r\n\t🌱 日本語 ' -- ; DROP TABLE sessions; %_ " + new string('ß', 70_000);
        var batch = SampleRows.Batch();
        batch.Add(new DiagnosisRow
        {
            SessionId = "'); DROP TABLE sessions; --",
            Category = "scope_creep",
            Confidence = 0.1 + 0.2,
            Evidence = text,
            ClassifiedAt = SampleRows.Start,
            ClassifierVersion = "1",
        });
        await store.WriteAsync(batch);

        (await store.TextAsync("SELECT evidence FROM diagnosis_classifications")).Should().Be(text);
        (await store.TextAsync("SELECT session_id FROM diagnosis_classifications")).Should().Be("'); DROP TABLE sessions; --");
        (await store.ReadAsync(
            session => session.List("SELECT confidence FROM diagnosis_classifications", row => row.Real(0)), default))
            .Should().Equal(0.1 + 0.2);
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task Values_that_do_not_fit_are_cut_and_ids_stay_different(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.CallOf("s1", new string('a', 300) + "1"));
        batch.Add(SampleRows.CallOf("s1", new string('a', 300) + "2") with { ToolName = new string('t', 1000) });
        batch.Add(
            SampleRows.SessionOf("s1") with { TotalCost = 1e15m, TokensIn = long.MaxValue, Outcome = new string('o', 1000) });
        await store.WriteAsync(batch);

        (await store.CountsAsync()).Should().Contain("tool_calls", 2);
        (await store.TextAsync("SELECT tokens_in FROM sessions")).Should().Be($"{int.MaxValue}");
        (await store.TextAsync("SELECT outcome FROM sessions")).Should().Be(new string('o', 200));
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task A_thousand_rows_at_once_are_all_there(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var batch = SampleRows.Batch();
        for (var i = 0; i < 1003; i++)
        {
            batch.Add(SampleRows.MessageOf("s1", $"m{i}", "user") with { ContentPreview = new string('x', 500) });
        }
        await store.WriteAsync(batch);

        (await store.CountsAsync()).Should().Contain("messages", 1003);
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task A_transaction_that_fails_leaves_nothing(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var act = () => store.ChangeAsync(
            session =>
            {
                session.Execute(
                    "INSERT INTO spool_progress (spool_id, `lines`, drained_at) VALUES ('s', 1, '2026-01-01 00:00:00')");
                return session.Execute("INSERT INTO no_such_table VALUES (1)");
            },
            default);

        await act.Should().ThrowAsync<StoreException>();
        (await store.CountsAsync()).Should().NotContainKey("spool_progress");
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task A_checkpoint_is_written_when_it_changes_and_can_pass_after_it_failed(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        foreach (var passed in new[] { false, false, true, true, false })
        {
            var batch = SampleRows.Batch();
            batch.Add(new CheckpointRow
            {
                TaskId = "t", CardId = "c", Passed = passed, ValidatedAt = SampleRows.Start,
                MissingPunches = passed ? null : "[\"pytest\"]",
            });
            await store.WriteAsync(batch);
        }

        (await store.TextsAsync("SELECT status FROM checkpoints ORDER BY checkpoint_id")).Should().Equal("fail", "pass", "fail");
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task The_cost_of_a_task_includes_all_below_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.TaskOf("root") with { CostUsd = 1 });
        batch.Add(SampleRows.TaskOf("child") with { CostUsd = 2, ParentTaskId = "root" });
        batch.Add(SampleRows.TaskOf("grandchild") with { CostUsd = 4, ParentTaskId = "child" });
        await store.WriteAsync(batch);

        var rows = await store.ReadAsync(
            session => session.List(
                "SELECT root_task_id, total_cost_usd, task_count, max_depth FROM cost_aggregate ORDER BY root_task_id",
                row => (row.Text(0), row.Real(1), row.Whole(2), row.Whole(3))),
            default);

        rows.Should().Equal(("child", 6.0, 2L, 1L), ("grandchild", 4.0, 1L, 0L), ("root", 7.0, 3L, 2L));
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task A_newer_schema_is_refused(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session());
        await store.ExecuteAsync(
            "INSERT INTO schema_versions (version, name, applied_at) VALUES (999, 'future', '2030-01-01 00:00:00')");

        await using var again = database.Open();
        var act = () => again.WriteAsync(SampleRows.Session());

        (await act.Should().ThrowAsync<StoreException>().WithMessage("*schema 999*newer lw_coder*"))
            .Which.Hint.Should().Contain("dotnet tool update");
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task Several_writers_at_once_lose_nothing(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session("first"));
        var writers = Enumerable.Range(0, 4).Select(async writer =>
        {
            await using var another = database.Open();
            for (var i = 0; i < 10; i++)
            {
                await another.WriteAsync(SampleRows.Session($"w{writer}-{i}"));
            }
        });

        await Task.WhenAll(writers);

        (await store.CountsAsync()).Should().Contain("sessions", 41).And.Contain("messages", 82);
    }
}
