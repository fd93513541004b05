using LwCoder.Agents.Kilo;
using LwCoder.Recording.Import;
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
        await StartAndKillAsync(repository.Root, () => HasEntries(file));

        await using var store = SqliteStore.At(file, TimeProvider.System);
        var before = (await store.CountsAsync()).GetValueOrDefault("imported_files");
        var rest = await ImportAsync(store);
        await using var untouched = SqliteStore.At(_folder["other.db"], TimeProvider.System);
        await ImportAsync(untouched);

        rest.Unchanged.Should().Be((int)before, "what was written with its note is not read again");
        (rest.Imported + rest.Unchanged).Should().Be(content.Tasks);
        var counts = (await store.CountsAsync()).Where(table => table.Key is not ("boundaries" or "projects"));
        counts.Should().BeEquivalentTo((await untouched.CountsAsync()).Where(table => table.Key is not ("boundaries" or "projects")));
    }

    private async Task StartAndKillAsync(string repository, Func<bool> isTime)
    {
        using var victim = LwCoderProcess.Start(
            repository, _folder["home"], environment: null, "telemetry", "import", "kilo", _folder["kilo"]);
        await Eventually.True(() => victim.HasExited || isTime());
        victim.Kill(entireProcessTree: true);
        await victim.WaitForExitAsync();
    }

    /// <summary>The first transaction with units in it has been committed, or has at least begun.</summary>
    private static bool HasEntries(string file) => File.Exists(file + "-wal") && new FileInfo(file + "-wal").Length > 600_000;

    private async Task<ImportReport> ImportAsync(LwCoder.Telemetry.ITelemetryStore store) => await new Importer(store, text => text, TimeProvider.System)
        .RunAsync(new TranscriptSource("kilo", new KiloTasks(), [], needsLinks: true), [_folder["kilo"]], new Quiet(), default);
}
