using LwCoder.Telemetry;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Telemetry.Sql;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Telemetry.Sqlite;

public sealed class SqliteStoreTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    private string File => _folder.In(".lw_coder", "telemetry.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_made_before_something_is_asked()
    {
        await using var store = SqliteStore.At(File, TimeProvider.System);

        Directory.Exists(_folder.In(".lw_coder")).Should().BeFalse();
        await store.WriteAsync(SampleRows.Session());
        System.IO.File.Exists(File).Should().BeTrue();
    }

    [Fact]
    public async Task A_writer_waits_for_another_and_not_for_whole_seconds()
    {
        await using var store = SqliteStore.At(File, TimeProvider.System);
        await store.WriteAsync(SampleRows.Session("s1"));
        using var other = SqliteSession.Open(File, SqliteAccess.Write);
        other.Execute("BEGIN IMMEDIATE");

        var writing = store.WriteAsync(SampleRows.Session("s2"));
        await Task.Delay(50);
        writing.IsCompleted.Should().BeFalse();
        other.Execute("COMMIT");

        await writing.WaitAsync(Eventually.Limit);
        (await store.CountsAsync()).Should().Contain("sessions", 2);
    }

    [Fact]
    public async Task Whoever_stays_locked_out_is_told_so()
    {
        await using var store = SqliteStore.At(File, TimeProvider.System, patience: TimeSpan.FromMilliseconds(20));
        await store.WriteAsync(SampleRows.Session("s1"));
        using var other = SqliteSession.Open(File, SqliteAccess.Write);
        other.Execute("BEGIN IMMEDIATE");

        (await FluentActions.Awaiting(() => store.WriteAsync(SampleRows.Session("s2"))).Should().ThrowAsync<StoreException>())
            .Which.Fault.Should().Be(StoreFault.Busy);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_with_what_to_do()
    {
        _folder.Write(".lw_coder/telemetry.db", new string('x', 5000));
        await using var store = SqliteStore.At(File, TimeProvider.System);

        var error = (await FluentActions.Awaiting(() => store.WriteAsync(SampleRows.Session()))
            .Should().ThrowAsync<StoreException>()).Which;

        error.Fault.Should().Be(StoreFault.Corrupt);
        error.Message.Should().Contain(File);
        error.Hint.Should().Contain($"mv {File} {File}.broken");
    }

    [Fact]
    public async Task A_damaged_page_is_found_and_not_a_crash()
    {
        await using (var store = SqliteStore.At(File, TimeProvider.System))
        {
            for (var i = 0; i < 50; i++)
            {
                await store.WriteAsync(SampleRows.Session($"s{i}"));
            }
            await store.ReadAsync(session => session.Number("PRAGMA wal_checkpoint(TRUNCATE)"), default);
        }
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        Array.Fill(bytes, (byte)0xAA, 8192, bytes.Length - 8192);
        await System.IO.File.WriteAllBytesAsync(File, bytes);
        await using var damaged = SqliteStore.At(File, TimeProvider.System);

        (await FluentActions.Awaiting(() => damaged.TextsAsync("SELECT * FROM messages ORDER BY ts"))
            .Should().ThrowAsync<StoreException>()).Which.Fault.Should().Be(StoreFault.Corrupt);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_unreachable()
    {
        _folder.Write(".lw_coder", "a file");
        await using var store = SqliteStore.At(File, TimeProvider.System);

        (await FluentActions.Awaiting(() => store.WriteAsync(SampleRows.Session())).Should().ThrowAsync<StoreException>())
            .Which.Fault.Should().Be(StoreFault.Unreachable);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_the_store_stays_whole()
    {
        await using var store = SqliteStore.At(File, TimeProvider.System);
        await store.WriteAsync(SampleRows.Session("s1"));
        await store.ReadAsync(session => session.Number("PRAGMA max_page_count = 1"), default);

        var big = SampleRows.Batch();
        for (var i = 0; i < 2000; i++)
        {
            big.Add(SampleRows.MessageOf("s2", $"m{i}", "user") with { ContentPreview = new string('x', 500) });
        }
        (await FluentActions.Awaiting(() => store.WriteAsync(big)).Should().ThrowAsync<StoreException>())
            .Which.Fault.Should().Be(StoreFault.Full);
        (await store.CountsAsync()).Should().Contain("messages", 2);
    }

    [Fact]
    public async Task A_reader_cannot_write_whatever_it_says()
    {
        await using var store = SqliteStore.At(File, TimeProvider.System);
        await store.WriteAsync(SampleRows.Session());
        using var reader = SqliteSession.Open(File, SqliteAccess.Read);

        reader.Number("SELECT COUNT(*) FROM sessions").Should().Be(1);
        FluentActions.Invoking(() => reader.Execute("DELETE FROM sessions")).Should().Throw<StoreException>()
            .Which.Fault.Should().Be(StoreFault.ReadOnly);
    }
}
