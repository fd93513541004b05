using LwCoder.Agents.Kilo;
using LwCoder.Recording.Import;
using LwCoder.Telemetry;
using LwCoder.Telemetry.MySql;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;
using LwCoder.Tests.Support.Kilo;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Recording.Import;

/// <summary>`kill -9` in the middle of an import.</summary>
public sealed class KilledImportTests : IDisposable
{
    private readonly AgentsTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_import_goes_on_and_ends_with_what_one_that_was_not_killed_has()
    {
        var content = new KiloStoreGenerator(_folder["kilo"], seed: 11).WriteTasks(60);
        using var repository = await TemporaryRepository.CreateAsync();
        var file = Path.Combine(repository.Root, ".lw_coder", "telemetry.db");
        await StartAndKillAsync(repository.Root, null, () => HasEntries(file));

        await using var store = SqliteStore.At(file, TimeProvider.System);
        await using var untouched = SqliteStore.At(_folder["other.db"], TimeProvider.System);
        await GoesOnAsync(store, untouched, content.Tasks);
    }

    [MariaDbFact]
    public async Task So_does_one_into_a_server()
    {
        var content = new KiloStoreGenerator(_folder["kilo"], seed: 11).WriteTasks(60);
        using var repository = await TemporaryRepository.CreateAsync();
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        await using var store = MySqlStore.At(
            database.Address, MariaDbServer.Password, project: null, isShared: false, TimeProvider.System);
        await store.CountsAsync();
        // Somebody else is at the last task's row, so that the import cannot be done before it is killed.
        using (var other = MySqlSession.Open(database.Address, MariaDbServer.Password))
        {
            var last =
                Directory.GetDirectories(_folder["kilo/tasks"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).Last();
            other.Execute("START TRANSACTION");
            other.Execute("INSERT INTO sessions (session_id, task_id, started_at) VALUES (?, 't', '2026-01-01')", last!);
            await StartAndKillAsync(
                repository.Root, database.Address,
                () => database.Server.Ask(
                    "SELECT COUNT(*) FROM information_schema.innodb_trx JOIN information_schema.processlist ON id = "
                    + $"trx_mysql_thread_id WHERE trx_state = 'LOCK WAIT' AND db = '{database.Name}'") > 0);
            other.Execute("ROLLBACK");
        }

        (await store.CountsAsync())["imported_files"].Should().BeInRange(1, content.Tasks - 1);
        await using var fresh = await TestDatabase.CreateAsync(Engine.MariaDb);
        await using var untouched = fresh.Open();
        await GoesOnAsync(store, untouched, content.Tasks);
    }

    private async Task GoesOnAsync(TelemetryStore store, TelemetryStore untouched, int tasks)
    {
        var before = (await store.CountsAsync()).GetValueOrDefault("imported_files");
        var rest = await ImportAsync(store);
        await ImportAsync(untouched);

        rest.Unchanged.Should().Be((int)before, "what was written with its note is not read again");
        (rest.Imported + rest.Unchanged).Should().Be(tasks);
        var counts = (await store.CountsAsync()).Where(table => table.Key is not ("boundaries" or "projects"));
        counts.Should().BeEquivalentTo(
            (await untouched.CountsAsync()).Where(table => table.Key is not ("boundaries" or "projects")));
    }

    private async Task StartAndKillAsync(string repository, StoreAddress? address, Func<bool> isTime)
    {
        var environment = address is null ? null : new Dictionary<string, string>
        {
            ["LW_CODER_STORE_URL"] = address.ToString(),
            ["LW_CODER_STORE_PASSWORD"] = MariaDbServer.Password,
        };
        using var victim = LwCoderProcess.Start(
            repository, _folder["home"], environment, "telemetry", "import", "kilo", _folder["kilo"]);
        await Eventually.True(() => victim.HasExited || isTime());
        victim.Kill(entireProcessTree: true);
        await victim.WaitForExitAsync();
    }

    /// <summary>The first transaction with units in it has been committed, or has at least begun.</summary>
    private static bool HasEntries(string file) => File.Exists(file + "-wal") && new FileInfo(file + "-wal").Length > 600_000;

    private async Task<ImportReport> ImportAsync(ITelemetryStore store) =>
        await new Importer(store, text => text, TimeProvider.System)
            .RunAsync(
                new TranscriptSource("kilo", new KiloTasks(), [], needsLinks: true), [_folder["kilo"]], new Quiet(), default);
}
