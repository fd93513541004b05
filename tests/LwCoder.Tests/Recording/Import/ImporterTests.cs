using LwCoder.Agents.Events;
using LwCoder.Agents.Kilo;
using LwCoder.Recording.Import;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Telemetry;
using LwCoder.Tests.Support;
using LwCoder.Tests.Support.Kilo;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Recording.Import;

public sealed class ImporterTests : IDisposable
{
    private readonly AgentsTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, OnSqlite, OnMariaDb]
    public async Task A_generated_store_is_imported_whole_and_a_second_time_adds_nothing(Engine engine)
    {
        var content = new KiloStoreGenerator(_folder.Path, seed: 7).WriteTasks(12);
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();

        var first = await ImportAsync(store);
        var counts = await store.CountsAsync();
        var again = await ImportAsync(store);

        first.Should().BeEquivalentTo(new { Imported = content.Tasks, Unchanged = 0, Sessions = content.Tasks });
        first.Problems.Should().BeEmpty();
        first.Links.Should().Be(new LinkCounts(content.Links, 0, 0));
        counts["sessions"].Should().Be(content.Tasks);
        counts["child_rels"].Should().Be(content.Links);
        (await store.TextAsync("SELECT ROUND(SUM(total_cost), 2) FROM sessions")).Should().StartWith(
            Math.Round(content.Cost, 2).ToString(System.Globalization.CultureInfo.InvariantCulture).TrimEnd('0'));
        (await store.TextsAsync("SELECT DISTINCT status FROM sessions")).Should().Equal("completed");
        again.Should().BeEquivalentTo(new { Imported = 0, Unchanged = content.Tasks, Sessions = 0 });
        (await store.CountsAsync()).Should().Equal(counts);
    }

    [Fact]
    public async Task Files_that_were_only_touched_or_are_read_by_a_new_importer_add_nothing()
    {
        new KiloStoreGenerator(_folder.Path, seed: 3).WriteTasks(4);
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        await ImportAsync(store);
        var counts = await store.CountsAsync();
        counts.Remove("boundaries");

        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*.json", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(20_000));
        }
        (await ImportAsync(store)).Imported.Should().Be(0, "the content is what it was");
        await store.ExecuteAsync("UPDATE imported_files SET importer_version = 0");
        (await ImportAsync(store)).Unchanged.Should().Be(0);

        (await store.CountsAsync()).Where(table => table.Key != "boundaries").Should().BeEquivalentTo(counts);
    }

    [Fact]
    public async Task A_task_that_has_grown_is_read_again_and_only_what_is_new_is_added()
    {
        var screen = KiloTaskFiles.Screen;
        var half = screen[..screen.IndexOf(""",{"ts":1767600006000""".TrimStart(','), StringComparison.Ordinal)]
            .TrimEnd().TrimEnd(',') + "]";
        KiloTaskFiles.Write(_folder.Path, KiloTaskFiles.Parent, KiloTaskFiles.Native, half);
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        await ImportAsync(store);
        (await store.TextAsync("SELECT status FROM sessions")).Should().Be("unknown", "nothing says yet that it is done");
        var calls = (await store.CountsAsync())["tool_calls"];

        KiloTaskFiles.Write(_folder.Path, KiloTaskFiles.Parent, KiloTaskFiles.Native, screen);
        await ImportAsync(store);

        (await store.TextAsync("SELECT status FROM sessions")).Should().Be("completed");
        (await store.CountsAsync())["tool_calls"].Should().Be(calls);
        (await store.CountsAsync())["sessions"].Should().Be(1);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named_and_skipped_and_read_once_it_is_repaired()
    {
        KiloTaskFiles.Write(_folder.Path, "good", KiloTaskFiles.Native);
        var bad = KiloTaskFiles.Write(_folder.Path, "bad", "no json", "\0\0\0\0");
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();

        var first = await ImportAsync(store);
        var again = await ImportAsync(store);
        KiloTaskFiles.Write(_folder.Path, "bad", KiloTaskFiles.Native);
        var repaired = await ImportAsync(store);

        first.Should().BeEquivalentTo(new { Imported = 1, Unchanged = 0, Unreadable = 1 });
        first.Problems.Should().Equal(
            new ImportProblem(
                Path.Combine(bad, "api_conversation_history.json"), "there is no list of messages in it",
                ImportTrouble.Unreadable),
            new ImportProblem(
                Path.Combine(bad, "ui_messages.json"), "there is no list of messages in it", ImportTrouble.Unreadable));
        again.Should().BeEquivalentTo(new { Imported = 0, Unchanged = 1, Unreadable = 1 });
        again.Problems.Should().Equal(first.Problems, "it is still bad, and was not read again");
        repaired.Problems.Should().BeEmpty();
        (await store.CountsAsync())["sessions"].Should().Be(2);
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task A_session_that_the_store_refuses_is_named_and_costs_no_other(Engine engine)
    {
        foreach (var id in (string[])["a", "bad", "c"])
        {
            KiloTaskFiles.Write(_folder.Path, id, KiloTaskFiles.Native);
        }
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        await store.RefuseMessagesOfAsync("bad");

        var report = await ImportAsync(store);
        var again = await ImportAsync(store);
        await store.ExecuteAsync("DROP TRIGGER refuse");
        var allowed = await ImportAsync(store);

        report.Should().BeEquivalentTo(new { Imported = 2, Unreadable = 1 });
        report.Problems
            .Should().ContainSingle(problem => problem.What.Contains("no room for it") && problem.Path.Contains("bad"));
        again.Should().BeEquivalentTo(new { Imported = 0, Unchanged = 2, Unreadable = 1 }, "it is tried again each time");
        allowed.Should().BeEquivalentTo(new { Imported = 1, Unchanged = 2, Unreadable = 0 });
        (await store.TextsAsync("SELECT session_id FROM sessions ORDER BY session_id")).Should().Equal("a", "bad", "c");
    }

    [Fact]
    public async Task The_rows_of_a_task_are_what_happened_in_it()
    {
        KiloTaskFiles.Write(_folder.Path, KiloTaskFiles.Parent, KiloTaskFiles.Native);
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        await ImportAsync(store);

        (await store.TextAsync("SELECT session_id || ' ' || mode || ' ' || model || ' ' || status || ' ' || total_cost || ' ' "
            + "|| tokens_in || ' ' || tokens_cached || ' ' || workspace || ' ' || tool FROM sessions"))
            .Should().Be($"{KiloTaskFiles.Parent} code anthropic/claude-sonnet-4.5 completed 0.03 1850 9400 /home/dev/app kilo");
        (await store.TextsAsync("SELECT tool_name || ' ' || category || ' ' || status || ' ' || COALESCE(exit_code, "
            + "'-') FROM tool_calls ORDER BY ts"))
            .Should().Equal(
                "read_file read completed -", "execute_command test error 1", "apply_diff edit error -",
                "attempt_completion other unknown -");
        (await store.TextsAsync("SELECT role || ' ' || content_type || ' ' || content_preview FROM messages ORDER BY ts, seq"))
            .Should().Equal(
                "user text Fix the parser", "assistant thinking hm", "assistant text I will look.", "assistant thinking thought",
                "system error other: diff_error: no match");
        (await store.TextsAsync("SELECT punch_type || ' ' || punch_key FROM punches ORDER BY observed_at, punch_id"))
            .Should().BeEquivalentTo(
                "session_lifecycle session_created", "message text_response", "tool_call read_file", "gate_fail pytest",
                "tool_call apply_diff", "step_complete step_finished", "step_complete step_finished",
                "session_lifecycle session_error", "step_complete session_completed", "step_complete task_exit");
    }

    [Fact]
    public async Task Every_source_goes_the_same_way()
    {
        TranscriptSample.CopyTo(_folder.Path);
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();

        foreach (var name in (string[])["claude-code", "droid"])
        {
            var source = ImportSources.Find(name, _folder.Path, _folder["runs"]);
            var report = await new Importer(store, text => text, TimeProvider.System)
                .RunAsync(source, source.UsualPlaces, new Quiet(), default);
            report.Problems.Should().BeEmpty();
            report.Imported.Should().BePositive();
        }
        var counts = await store.CountsAsync();
        counts["tool_calls"].Should().BePositive();
        (await store.TextsAsync("SELECT DISTINCT tool FROM sessions ORDER BY tool")).Should().Equal("claude-code", "droid");
        (await store.TextsAsync("SELECT status FROM sessions WHERE session_id = '" + TranscriptSample.WithSubagent + "'"))
            .Should().Equal("completed");
    }

    [Theory]
    [InlineData("claude-code", "claude-sub")]
    [InlineData("droid", "droid-sub")]
    public async Task A_run_and_the_transcripts_its_agent_wrote_are_one_session(string tool, string stream)
    {
        var id = new RunId("plan", "20260105_080000");
        var run = new RunDirectory(id, _folder["runs/plan/20260105_080000"]);
        TranscriptSample.CopyTo(run.Home);
        run.WriteManifest(Manifests.New(id)
            with { State = RunState.Finished, Tool = tool, SessionId = null, Outcome = "no_changes", CostSource = "billed" });
        using (var log = new SessionLog(run.SessionFile))
        {
            var recorder = new SessionRecorder(log, new Redactor([]), TimeProvider.System);
            foreach (var happened in TranscriptSample.Stream(stream))
            {
                // As with an account that pays by use, which only the stream tells.
                recorder.Record(happened is UsageReported { Cost: not null } usage
                    ? usage with { CostSource = CostSource.Billed }
                    : happened);
            }
        }
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        var report = await new Importer(store, text => text, TimeProvider.System)
            .RunAsync(new RunSource(_folder["runs"]), [_folder["runs"]], new Quiet(), default);
        var counts = await RowsAsync(store);
        report.Sessions.Should().Be((int)counts["sessions"], "record and transcript are one session");
        var calls = await store.TextsAsync(
            "SELECT native_id || tool_name || status || ts || COALESCE(duration_ms, '') FROM tool_calls ORDER BY native_id");

        var source = ImportSources.Find(tool, run.Home, "");
        await new Importer(store, text => text, TimeProvider.System).RunAsync(source, source.UsualPlaces, new Quiet(), default);

        (await RowsAsync(store)).Should().BeEquivalentTo(counts);
        (await store.TextsAsync("SELECT native_id || tool_name || status || ts || COALESCE(duration_ms, "
            + "'') FROM tool_calls ORDER BY native_id")).Should().Equal(calls);
        (await store.TextsAsync("SELECT DISTINCT status || outcome || plan_id FROM sessions WHERE outcome = 'no_changes'"))
            .Should().Equal("failedno_changesplan");
        (await store.TextsAsync("SELECT COUNT(*) FROM messages WHERE role = 'user' AND ts > 0")).Should().NotContain("0");
        (await store.TextsAsync("SELECT DISTINCT cost_source FROM sessions WHERE total_cost > 0"))
            .Should().Equal(tool == "droid" ? [] : ["billed"], "a transcript does not know who pays");
    }

    [Theory]
    [InlineData("billed", "billed")]
    [InlineData("unknown", "imputed")]
    public async Task Of_a_run_that_was_killed_the_transcript_tells_the_cost_and_the_stream_who_pays(string told, string stored)
    {
        var id = new RunId("plan", "20260105_080000");
        var run = new RunDirectory(id, _folder["runs/plan/20260105_080000"]);
        TranscriptSample.CopyTo(run.Home);
        using (var log = new SessionLog(run.SessionFile))
        {
            var recorder = new SessionRecorder(log, new Redactor([]), TimeProvider.System);
            foreach (var happened in TranscriptSample.Stream("claude-sub")
                .TakeWhile(happened => happened is not UsageReported { Id: null }))
            {
                recorder.Record(
                    happened is UsageReported usage ? usage with { CostSource = SessionEventLine.SourceOf(told) } : happened);
            }
            run.WriteManifest(RunEnding.WithUsage(
                Manifests.New(id) with { State = RunState.Finished, Tool = "claude-code", Outcome = "governor" },
                recorder.Summary.Usage));
        }
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();

        await new Importer(store, text => text, TimeProvider.System)
            .RunAsync(new RunSource(_folder["runs"]), [_folder["runs"]], new Quiet(), default);

        (await store.TextsAsync("SELECT DISTINCT cost_source FROM sessions WHERE total_cost > 0")).Should().Equal(stored);
    }

    private static async Task<Dictionary<string, long>> RowsAsync(ITelemetryStore store)
    {
        var counts = await store.CountsAsync();
        counts.Remove("boundaries");
        counts.Remove("imported_files");
        return counts;
    }

    [Fact]
    public async Task An_import_that_was_cancelled_goes_on_where_it_was()
    {
        var content = new KiloStoreGenerator(_folder.Path, seed: 5).WriteTasks(10);
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        using var cancel = new CancellationTokenSource();

        var importing = () => new Importer(store, text => text, TimeProvider.System)
            .RunAsync(Source(), [_folder.Path], new CancelAfter(3, cancel), cancel.Token);
        await importing.Should().ThrowAsync<OperationCanceledException>();
        var rest = await ImportAsync(store);

        (rest.Imported + rest.Unchanged).Should().Be(content.Tasks);
        (await store.CountsAsync())["sessions"].Should().Be(content.Tasks);
    }

    private Task<ImportReport> ImportAsync(ITelemetryStore store) =>
        new Importer(store, text => text, TimeProvider.System).RunAsync(Source(), [_folder.Path], new Quiet(), default);

    private static TranscriptSource Source() => new("kilo", new KiloTasks(), [], needsLinks: true);

    private sealed class CancelAfter(int units, CancellationTokenSource cancel) : IImportProgress
    {
        private int _left = units;

        public void Begin(int units, long bytes)
        {
        }

        public void Advance(long bytes)
        {
            if (--_left == 0)
            {
                cancel.Cancel();
            }
        }

        public void Complain(ImportProblem problem)
        {
        }

        public void End()
        {
        }
    }
}
