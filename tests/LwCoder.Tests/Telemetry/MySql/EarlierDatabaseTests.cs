using LwCoder.Telemetry;
using LwCoder.Telemetry.Queries;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Schema;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Telemetry.MySql;

/// <summary>A `punch_cards` database of the earlier system is taken over as it is.</summary>
public sealed class EarlierDatabaseTests
{
    private const string PunchTypes =
        "'tool_call','command_exec','mcp_call','gate_pass','gate_fail','child_spawn','child_complete','cost_checkpoint',"
        + "'step_complete'";

    /// <summary>In two of the versions there were: as first made, and with what was added later.</summary>
    private static readonly string[][] Versions =
    [
        [
            "CREATE TABLE tasks (task_id varchar(50) PRIMARY KEY, parent_task_id varchar(50), mode varchar(30) NOT NULL, "
            + "model varchar(50) NOT NULL DEFAULT 'unknown', "
            + "status enum('running','completed','failed','abandoned') NOT NULL DEFAULT 'running', "
            + "cost_usd decimal(10,4) NOT NULL DEFAULT 0, started_at datetime NOT NULL, completed_at datetime, "
            + "punch_card_id varchar(50), INDEX idx_parent (parent_task_id), INDEX idx_status (status))",
            "CREATE TABLE punches (punch_id int NOT NULL AUTO_INCREMENT PRIMARY KEY, task_id varchar(50) NOT NULL, "
            + $"punch_type enum({PunchTypes}) NOT NULL, punch_key varchar(200) NOT NULL, observed_at datetime NOT NULL, "
            + "source_hash char(64) NOT NULL, UNIQUE KEY uk_hash (source_hash), INDEX idx_task_type (task_id, punch_type))",
            $"CREATE TABLE punch_cards (card_id varchar(50), workflow_name varchar(50), punch_type enum({PunchTypes}), "
            + "punch_key_pattern varchar(200), required boolean DEFAULT true, description varchar(200), "
            + "PRIMARY KEY (card_id, punch_type, punch_key_pattern))",
            "CREATE TABLE checkpoints (checkpoint_id int NOT NULL AUTO_INCREMENT PRIMARY KEY, task_id varchar(50) NOT NULL, "
            + "card_id varchar(50) NOT NULL, status enum('pass','fail') NOT NULL, validated_at datetime NOT NULL, "
            + "dolt_commit_hash char(40), missing_punches text)",
            "CREATE TABLE compiled_prompts (prompt_id varchar(100) PRIMARY KEY, module_name varchar(100) NOT NULL, "
            + "signature_name varchar(100) NOT NULL, compiled_prompt text NOT NULL, compiled_at datetime NOT NULL, "
            + "dspy_version varchar(20) NOT NULL)",
        ],
        [
            "CREATE TABLE sessions (session_id varchar(128) PRIMARY KEY, task_id varchar(50), mode varchar(50), "
            + "model varchar(100), status varchar(30) NOT NULL DEFAULT 'running', total_cost decimal(10,6) DEFAULT 0, "
            + "tokens_in int DEFAULT 0, tokens_out int DEFAULT 0, tokens_reasoning int DEFAULT 0, started_at datetime, "
            + "completed_at datetime, outcome varchar(200))",
            "CREATE TABLE messages (message_id int NOT NULL AUTO_INCREMENT PRIMARY KEY, session_id varchar(128) NOT NULL, "
            + "role varchar(20) NOT NULL, content_type varchar(30) DEFAULT 'text', content_preview text, ts bigint NOT NULL, "
            + "cost decimal(10,6) NOT NULL, tokens_in int, tokens_out int, UNIQUE KEY uk_message (session_id, ts, role))",
            "CREATE TABLE tool_calls (call_id int NOT NULL AUTO_INCREMENT PRIMARY KEY, session_id varchar(128) NOT NULL, "
            + "tool_name varchar(100) NOT NULL, args_summary text, status varchar(20), error text, duration_ms int, "
            + "cost decimal(10,6), ts bigint NOT NULL, UNIQUE KEY uk_call (session_id, ts, tool_name))",
            "CREATE TABLE punches (punch_id int NOT NULL AUTO_INCREMENT PRIMARY KEY, task_id varchar(50) NOT NULL, "
            + $"punch_type enum({PunchTypes},'governor_kill','session_lifecycle','message','their_own') NOT NULL, "
            + "punch_key varchar(200) NOT NULL, observed_at datetime NOT NULL, source_hash char(64) NOT NULL UNIQUE)",
            "CREATE TABLE diagnosis_classifications (session_id varchar(100) PRIMARY KEY, category varchar(64) NOT NULL, "
            + "confidence double NOT NULL, evidence text NOT NULL, classified_at datetime NOT NULL, "
            + "classifier_version varchar(32) NOT NULL)",
            "CREATE TABLE child_rels (parent_id varchar(128), child_id varchar(128), PRIMARY KEY (parent_id, child_id), "
            + "INDEX idx_c (child_id))",
        ],
    ];

    [Theory, OnMariaDb(0), OnMariaDb(1)]
    public async Task Every_version_gets_what_it_lacks_and_takes_what_we_write(int version)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        database.Server.Execute([.. Versions[version].Select(statement => In(database, statement))]);
        await using var store = database.Open();

        await store.WriteAsync(SampleRows.Session(new string('s', 120)));
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.PunchOf("t", PunchType.GovernorKill, "cost_overflow"));
        batch.Add(SampleRows.TaskOf("t") with { Status = SessionStatus.Unknown });
        // Two at the same time: the earlier key would have refused the second.
        batch.Add(SampleRows.MessageOf("s", "m1", "user"));
        batch.Add(SampleRows.MessageOf("s", "m2", "user"));
        batch.Add(SampleRows.CallOf("s", "c1"));
        batch.Add(SampleRows.CallOf("s", "c2"));
        await store.WriteAsync(batch);

        (await store.CountsAsync()).Should().Contain("messages", 4).And.Contain("tool_calls", 3).And.Contain("punches", 3);
        foreach (var table in StoreSchema.Tables)
        {
            var columns = await store.ReadAsync(
                session => session.Dialect.ColumnsOf(session, table.Name).Select(column => column.Name).ToList(), default);
            columns.Should().Contain(table.Columns.Select(column => column.Name), table.Name);
        }
    }

    [MariaDbFact]
    public async Task What_is_there_stays_as_it_is()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        database.Server.Execute([.. Versions[1].Select(statement => In(database, statement))]);
        database.Server.Execute(
            $"INSERT INTO {database.Name}.punches VALUES (7, 'old', 'their_own', 'k', '2026-02-03 04:05:06', REPEAT('a', 64))",
            $"INSERT INTO {database.Name}.messages VALUES (9, 'old', 'user', 'text', 'hello', 1, 0, 1, 2)");
        await using var store = database.Open();

        await store.WriteAsync(SampleRows.Session());

        (await store.TextAsync(
            "SELECT CONCAT_WS('|', punch_id, task_id, punch_type, punch_key, observed_at) FROM punches WHERE punch_id = 7"))
            .Should().Be("7|old|their_own|k|2026-02-03 04:05:06");
        (await store.TextAsync("SELECT content_preview FROM messages WHERE message_id = 9")).Should().Be("hello");
        var types = await store.TextAsync(
            "SELECT column_type FROM information_schema.columns "
            + "WHERE table_schema = DATABASE() AND table_name = 'punches' AND column_name = 'punch_type'");
        types.Should().EndWith("'message','their_own')");
    }

    [Theory, OnMariaDb("latin1"), OnMariaDb("utf8mb3"), OnMariaDb("ascii"), OnMariaDb("utf8mb4")]
    public async Task Texts_of_any_character_set_hold_every_character_afterwards(string characters)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        database.Server.Execute(
        [
            .. Versions[0].Concat(Versions[1].Where(one => !one.Contains("TABLE punches", StringComparison.Ordinal)))
                .Select(statement => $"{In(database, statement)} CHARACTER SET {characters}"),
        ]);
        database.Server.Execute(
            $"INSERT INTO {database.Name}.punches VALUES (7, 'old', 'tool_call', '{(characters == "ascii" ? "k" : "Größe")}', "
            + "'2026-02-03 04:05:06', REPEAT('a', 64))",
            $"INSERT INTO {database.Name}.sessions (session_id) VALUES ('old')");
        const string Smile = "🙂 größe";
        await using var store = database.Open();

        var batch = SampleRows.Session($"s{Smile}");
        batch.Add(SampleRows.MessageOf("s", $"m{Smile}", "user") with { ContentPreview = Smile });
        batch.Add(SampleRows.CallOf("s", "c") with { ToolName = Smile, ArgsSummary = Smile, Error = Smile });
        batch.Add(SampleRows.PunchOf("s", PunchType.McpCall, Smile));
        batch.Add(
            SampleRows.SessionOf("s") with { Mode = Smile, Model = Smile, Outcome = Smile, Workspace = Smile, PlanId = Smile });
        await store.WriteAsync(batch);

        (await store.TextsAsync($"SELECT content_preview FROM messages WHERE native_id = 'm{Smile}'")).Should().Equal(Smile);
        (await store.TextsAsync("SELECT CONCAT(tool_name, args_summary, error) FROM tool_calls WHERE session_id = 's'"))
            .Should().Equal(Smile + Smile + Smile);
        (await store.TextsAsync("SELECT CONCAT(mode, model, outcome, workspace, plan_id) FROM sessions WHERE session_id = 's'"))
            .Should().Equal(Smile + Smile + Smile + Smile + Smile);
        (await store.TextsAsync(
            "SELECT CONCAT_WS('|', punch_id, task_id, punch_key, observed_at) FROM punches ORDER BY punch_id LIMIT 1"))
            .Should().Equal($"7|old|{(characters == "ascii" ? "k" : "Größe")}|2026-02-03 04:05:06");
        (await store.TextsAsync("SELECT mode FROM sessions WHERE session_id = 'old'")).Should().Equal([null], "nobody knew it");
    }

    [Theory, OnMariaDb("latin1"), OnMariaDb("utf8mb4")]
    public async Task Foreign_keys_that_hinder_are_named_with_what_removes_them(string characters)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        database.Server.Execute(
        [
            .. Versions[0].Concat(Versions[1].Where(one => !one.Contains("TABLE punches", StringComparison.Ordinal)))
                .Select(statement => $"{In(database, statement)} CHARACTER SET {characters}"),
            .. new[]
            {
                ("punches", "task_id", "tasks (task_id)"), ("checkpoints", "task_id", "tasks (task_id) ON DELETE CASCADE"),
                ("tasks", "parent_task_id", "tasks (task_id)"), ("sessions", "task_id", "tasks (task_id)"),
                ("messages", "session_id", "sessions (session_id)"), ("tool_calls", "session_id", "sessions (session_id)"),
            }
            .Select(key => $"ALTER TABLE {database.Name}.{key.Item1} ADD CONSTRAINT fk_{key.Item1} FOREIGN KEY ({key.Item2}) "
                + $"REFERENCES {database.Name}.{key.Item3}"),
            $"CREATE TABLE {database.Name}.theirs (id int PRIMARY KEY)",
            $"CREATE TABLE {database.Name}.also_theirs (id int, CONSTRAINT fk_theirs FOREIGN KEY (id) REFERENCES "
            + $"{database.Name}.theirs (id))",
            $"INSERT INTO {database.Name}.tasks (task_id, mode, started_at) VALUES ('old', 'code', '2026-02-03 04:05:06')",
            $"INSERT INTO {database.Name}.sessions (session_id, task_id, started_at) VALUES ('old', 'old', "
            + "'2026-02-03 04:05:06')",
            $"INSERT INTO {database.Name}.punches VALUES (7, 'old', 'tool_call', 'k', '2026-02-03 04:05:06', REPEAT('a', 64))",
        ]);
        await using var store = database.Open();
        var write = () => store.WriteAsync(SampleRows.Session("🙂"));

        var refused = (await write.Should().ThrowAsync<StoreException>().WithMessage("*foreign keys*fk_*")).Which;

        refused.Fault.Should().Be(StoreFault.Foreign, "what waits in the spool is to wait on");
        var fixes = refused.Hint!.Split(": ")[1].Split(';', StringSplitOptions.RemoveEmptyEntries);
        fixes.Should().HaveCount(6, "what ties other tables hinders nothing").And.NotContain(fix => fix.Contains("theirs"));
        database.Server.Execute([$"USE {database.Name}", .. fixes]);
        await write();
        (await store.TextsAsync("SELECT task_id FROM punches ORDER BY punch_id")).Should().Equal("old", "🙂", "🙂");
    }

    [MariaDbFact]
    public async Task When_a_session_began_is_not_made_up()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        database.Server.Execute([.. Versions[1].Select(statement => In(database, statement))]);
        database.Server.Execute($"INSERT INTO {database.Name}.sessions (session_id, total_cost) VALUES ('old', 2)");
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session());

        var sessions = await store.ReadAsync(session => SessionQueries.List(session, new SessionFilter(), limit: null), default);

        sessions.Select(session => (session.Id, session.StartedAt is null)).Should().Equal(("s1", false), ("old", true));
        var sum = Stats.Of(sessions, by: null)[0];
        (sum.Cost, sum.Trend.Sum()).Should().Be((2.5m, 0.5m), "a trend is of what has a time");
    }

    [MariaDbFact]
    public async Task A_database_that_was_taken_over_before_gets_it_too()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        await using (var first = database.Open())
        {
            await first.WriteAsync(SampleRows.Session());
            await first.ExecuteAsync("ALTER TABLE messages CONVERT TO CHARACTER SET latin1");
            await first.ExecuteAsync("DELETE FROM schema_versions WHERE version > 1");
        }
        await using var store = database.Open();

        var batch = SampleRows.Batch();
        batch.Add(SampleRows.MessageOf("s", "m", "user") with { ContentPreview = "🙂" });
        await store.WriteAsync(batch);

        (await store.TextsAsync("SELECT content_preview FROM messages WHERE session_id = 's'")).Should().Equal("🙂");
    }

    [MariaDbFact]
    public async Task Only_what_is_allowed_changes()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        database.Server.Execute([.. Versions[1].Select(statement => In(database, statement))]);
        const string Columns =
            "SELECT CONCAT_WS(' ', table_name, column_name, column_type) FROM information_schema.columns "
            + "WHERE table_schema = DATABASE() ORDER BY 1";
        List<string?> before;
        using (var session = LwCoder.Telemetry.MySql.MySqlSession.Open(database.Address, MariaDbServer.Password))
        {
            before = LwCoder.Telemetry.Sql.SqlSessionExtensions.List(session, Columns, row => row.Text(0));
        }
        await using var store = database.Open();

        var after = await store.TextsAsync(Columns);

        before.Except(after).Should().OnlyContain(column => column!.Contains(" text") || column.Contains(" varchar("));
    }

    private static string In(TestDatabase database, string statement) =>
        statement.Replace("CREATE TABLE ", $"CREATE TABLE {database.Name}.", StringComparison.Ordinal);
}
