using System.Diagnostics;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Spooling;
using LwCoder.Telemetry.Sql;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Telemetry.Spooling;

/// <summary>`kill -9` of an lw_coder that brings what was spooled into the store.</summary>
public sealed class KilledDrainTests : IDisposable
{
    /// <summary>Each a transaction.</summary>
    private const int Lines = 3_000;

    private readonly TempDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Theory, OnSqlite, OnMariaDb]
    public async Task What_a_killed_process_has_drained_the_next_one_does_not_drain_again(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        using var repository = await TemporaryRepository.CreateAsync();
        var state = Path.Combine(repository.Root, ".lw_coder");
        await using var store = engine == Engine.Sqlite
            ? SqliteStore.At(StoreLocation.DatabaseIn(state), TimeProvider.System)
            : database.Open(isShared: true);
        var environment = new Dictionary<string, string>();
        if (engine == Engine.MariaDb)
        {
            _home.Write(".lw_coder/config.toml", "[store]\nshared = true\n");
            environment["LW_CODER_STORE_URL"] = $"{database.Address}";
            environment["LW_CODER_STORE_PASSWORD"] = MariaDbServer.Password;
        }
        var spool = StoreLocation.SpoolIn(state);

        // On a busy machine it may get through before it is killed: then once more.
        var (spooled, drained) = (0, Lines);
        for (var attempt = 0; attempt < 10 && drained == Lines; attempt++)
        {
            Write(spool, spooled);
            spooled += Lines;
            using var victim = LwCoderProcess.Start(repository.Root, _home.Path, environment, "telemetry", "sessions");
            drained = await KillInTheMiddleAsync(victim, store, spooled);
        }
        drained.Should().BeInRange(1, Lines - 1);
        (await store.CountsAsync())["checkpoints"].Should().Be(spooled - Lines + drained);

        using var next = LwCoderProcess.Start(repository.Root, _home.Path, environment, "telemetry", "sessions");
        await next.WaitForExitAsync();

        next.ExitCode.Should().Be(0);
        Directory.GetFiles(spool).Should().BeEmpty();
        (await store.TextsAsync("SELECT card_id FROM checkpoints ORDER BY checkpoint_id"))
            .Should().Equal(Enumerable.Range(0, spooled).Select(line => $"card-{line % 7}"));
    }

    /// <summary>Lines of which each would be a row again if it were told again: no two neighbours are of one mind.</summary>
    private static void Write(string folder, int first)
    {
        using var spool = new TelemetrySpool(folder, _ => { }, TimeProvider.System);
        for (var line = first; line < first + Lines; line++)
        {
            var batch = SampleRows.Batch();
            batch.Add(new CheckpointRow
            {
                TaskId = "t", CardId = $"card-{line % 7}", Passed = line / 7 % 2 == 0, ValidatedAt = SampleRows.Start,
            });
            spool.Append(batch);
        }
    }

    /// <summary>Once something of the newest file is in the store, while the store is ours alone.</summary>
    /// <returns>How many lines of that file are in.</returns>
    private static async Task<int> KillInTheMiddleAsync(Process victim, TelemetryStore store, int spooled)
    {
        await Eventually.True(async () => victim.HasExited || await DrainedAsync(store) > spooled - Lines);
        return await store.ChangeAsync(
            session =>
            {
                session.Execute("UPDATE spool_progress SET drained_at = drained_at");
                victim.Kill();
                victim.WaitForExit();
                return (int)(session.Number("SELECT SUM(`lines`) FROM spool_progress") ?? 0) - spooled + Lines;
            },
            default);
    }

    private static Task<long> DrainedAsync(TelemetryStore store) => store.ReadAsync(
        session => session.Number("SELECT SUM(`lines`) FROM spool_progress") ?? 0, default);
}
