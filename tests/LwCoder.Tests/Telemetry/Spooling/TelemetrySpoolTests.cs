using System.Globalization;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Spooling;
using LwCoder.Telemetry.Sql;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Telemetry.Spooling;

public sealed class TelemetrySpoolTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Theory, OnSqlite, OnMariaDb]
    public async Task What_was_spooled_is_the_same_as_what_was_written(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        await using var other = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var direct = other.Open();
        await direct.WriteAsync(SampleRows.Session());
        using (var spool = Spool())
        {
            spool.Append(SampleRows.Session());
        }

        await Spool().DrainAsync(store, default);

        const string Sum =
            "SELECT session_id, started_at, total_cost, tokens_in, plan_id, status FROM sessions "
            + "UNION ALL SELECT session_id, native_id, cost, ts, content_preview, role FROM messages "
            + "UNION ALL SELECT task_id, observed_at, cost, tokens_input, source_hash, punch_key FROM punches ORDER BY 1, 2, 5";
        // Servers keep whole seconds.
        List<string> Read(ISqlSession session) => session.List(Sum, row => string.Join('|', Enumerable.Range(0, 6).Select(
            column => row.IsNumber(column)
                ? row.Real(column)?.ToString(CultureInfo.InvariantCulture)
                : row.Text(column)?.Replace(".089", "", StringComparison.Ordinal))));
        var spooled = await store.ReadAsync(Read, default);
        spooled.Should().HaveCount(5).And.Equal(await direct.ReadAsync(Read, default));
        Files().Should().BeEmpty();
    }

    [Fact]
    public async Task A_drain_that_is_killed_goes_on_where_it_was_and_nothing_gets_in_twice()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        using (var spool = Spool())
        {
            for (var i = 0; i < 5; i++)
            {
                // Told a second time, each would be a row of its own.
                spool.Append(Checkpoint(passed: i % 2 == 0));
            }
        }
        var file = Files().Single();
        var content = await File.ReadAllBytesAsync(file);
        await Spool().DrainAsync(new DyingStore(store, after: 3), default).ContinueWith(_ => { }, TaskScheduler.Default);
        (await store.CountsAsync())["checkpoints"].Should().Be(3);

        await Spool().DrainAsync(store, default);
        (await store.CountsAsync())["checkpoints"].Should().Be(5);

        // Killed after the last row and before the file was removed.
        await File.WriteAllBytesAsync(file, content);
        await Spool().DrainAsync(store, default);
        (await store.CountsAsync())["checkpoints"].Should().Be(5);
        Files().Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_being_written_is_left_alone()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        using var writing = Spool();
        writing.Append(SampleRows.Session("s1"));

        await Spool().DrainAsync(store, default);
        (await store.CountsAsync()).Should().NotContainKey("sessions");

        writing.Dispose();
        await Spool().DrainAsync(store, default);
        (await store.CountsAsync()).Should().Contain("sessions", 1);
    }

    [Fact]
    public async Task A_line_that_was_cut_is_left_out_and_the_others_are_not()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        using (var spool = Spool())
        {
            spool.Append(SampleRows.Session("s1"));
            spool.Append(SampleRows.Session("s2"));
        }
        var file = Files().Single();
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file))[..^40]);

        await Spool().DrainAsync(store, default);

        (await store.TextsAsync("SELECT session_id FROM sessions")).Should().Equal("s1");
        _warnings.Should().ContainSingle().Which.Should().StartWith("line 2 of ").And.EndWith("is cut and was left out");
        Files().Should().BeEmpty();
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task What_the_store_refuses_is_kept_aside_and_what_is_behind_it_gets_in(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        await store.RefuseMessagesOfAsync("bad");
        using (var spool = Spool())
        {
            spool.Append(SampleRows.Session("s1"));
            spool.Append(SampleRows.Session("bad"));
            spool.Append(SampleRows.Session("s3"));
        }

        await Spool().DrainAsync(store, default);

        (await store.TextsAsync("SELECT session_id FROM sessions ORDER BY session_id")).Should().Equal("s1", "s3");
        var aside = Files().Should().ContainSingle().Which;
        aside.Should().EndWith(".refused");
        _warnings.Should().ContainSingle().Which.Should().Contain(aside).And.Contain("no room for it");
        await Spool().DrainAsync(store, default);
        _warnings.Should().HaveCount(1, "what is aside is nobody's business any more");

        await store.ExecuteAsync("DROP TRIGGER refuse");
        File.Move(aside, aside + ".jsonl");
        await Spool().DrainAsync(store, default);
        (await store.TextsAsync("SELECT session_id FROM sessions ORDER BY session_id")).Should().Equal("bad", "s1", "s3");
        Files().Should().BeEmpty();
    }

    [Fact]
    public async Task A_writer_goes_on_after_what_the_store_refuses()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        await store.RefuseMessagesOfAsync("bad");
        var time = new ManualTime();
        using var spool = Spool();
        var writer = new SpooledWriter(store, spool, _warnings.Add, time);

        await writer.WriteAsync(SampleRows.Session("bad"), default);
        await writer.WriteAsync(SampleRows.Session("s2"), default);
        time.Advance(TimeSpan.FromMinutes(1));
        await writer.WriteAsync(SampleRows.Session("s3"), default);

        (await store.TextsAsync("SELECT session_id FROM sessions ORDER BY session_id")).Should().Equal("s2", "s3");
        Files().Should().ContainSingle().Which.Should().EndWith(".refused");
    }

    [Fact]
    public async Task While_the_store_is_down_a_writer_spools_and_later_catches_up_in_order()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        var time = new ManualTime();
        var flaky = new DyingStore(store, after: 0);
        using var spool = Spool();
        var writer = new SpooledWriter(flaky, spool, _warnings.Add, time);

        await writer.WriteAsync(SampleRows.Session("s1"), default);
        await writer.WriteAsync(SampleRows.Session("s2"), default);
        _warnings.Should().Equal("the server is away; this session is recorded once that is over");
        flaky.Attempts.Should().Be(1, "a store that is down is not asked for each batch");
        (await store.CountsAsync()).Should().NotContainKey("sessions");

        flaky.Allowed = int.MaxValue;
        time.Advance(TimeSpan.FromMinutes(1));
        await writer.WriteAsync(SampleRows.Session("s3"), default);

        (await store.TextsAsync("SELECT session_id FROM sessions ORDER BY session_id")).Should().Equal("s1", "s2", "s3");
        Files().Should().BeEmpty();
    }

    [Fact]
    public async Task A_writer_with_nowhere_to_write_says_so_once_and_goes_on()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        _folder.Write("spool", "a file where the folder should be");
        var writer = new SpooledWriter(new DyingStore(store, after: 0), Spool(), _warnings.Add, TimeProvider.System);

        await writer.WriteAsync(SampleRows.Session("s1"), default);
        await writer.WriteAsync(SampleRows.Session("s2"), default);

        _warnings.Should().HaveCount(2);
        _warnings[1].Should().StartWith("telemetry is lost: ");
    }

    private TelemetrySpool Spool() => new(_folder.In("spool"), _warnings.Add, TimeProvider.System);

    private string[] Files() => Directory.Exists(_folder.In("spool")) ? Directory.GetFiles(_folder.In("spool")) : [];

    private static TelemetryBatch Checkpoint(bool passed)
    {
        var batch = SampleRows.Batch();
        batch.Add(new CheckpointRow { TaskId = "t", CardId = "c", Passed = passed, ValidatedAt = SampleRows.Start });
        return batch;
    }

    /// <summary>A store that is reachable for some changes, and then away.</summary>
    private sealed class DyingStore(ITelemetryStore real, int after) : ITelemetryStore
    {
        public int Allowed { get; set; } = after;

        public int Attempts { get; private set; }

        public string Description => real.Description;

        public Task WriteAsync(TelemetryBatch batch, CancellationToken cancel) => Try(() => real.WriteAsync(batch, cancel));

        public Task<T> ChangeAsync<T>(Func<ISqlSession, T> work, CancellationToken cancel) =>
            Try(() => real.ChangeAsync(work, cancel));

        public Task<T> ReadAsync<T>(Func<ISqlSession, T> read, CancellationToken cancel) => real.ReadAsync(read, cancel);

        public Task<string?> MarkAsync(BoundaryKind kind, string subject, CancellationToken cancel) =>
            real.MarkAsync(kind, subject, cancel);

        public ValueTask DisposeAsync() => real.DisposeAsync();

        private T Try<T>(Func<T> work)
        {
            Attempts++;
            return Allowed-- > 0 ? work() : throw new StoreException(StoreFault.Unreachable, "the server is away");
        }
    }
}
