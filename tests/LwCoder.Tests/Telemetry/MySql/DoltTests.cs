using LwCoder.Telemetry;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Telemetry.MySql;

/// <summary>
/// What Dolt is asked for. Dolt itself cannot be had where these tests run: functions and procedures of the same names in
/// MariaDB stand in for it.
/// </summary>
public sealed class DoltTests
{
    [MariaDbFact]
    public async Task A_boundary_is_a_commit_and_keeps_its_hash()
    {
        await using var database = await DoltAsync("INSERT INTO dolt_calls VALUES (arg1, arg2, arg3); SELECT 'hash' AS hash, 0 AS status;");
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session());

        var hash = await store.MarkAsync(BoundaryKind.ImportFinished, "kilo: 12 tasks", default);

        hash.Should().Be("tq2fh0gbm9oe1a3r0ll3tvi3pm0g7n3d");
        (await store.TextsAsync("SELECT message FROM dolt_calls WHERE a = '-A' AND m = '-m'")).Should().Equal("import_finished: kilo: 12 tasks");
        (await store.TextsAsync("SELECT dolt_commit_hash FROM boundaries")).Should().Equal(hash);
    }

    [MariaDbFact]
    public async Task Nothing_to_commit_is_no_failure()
    {
        await using var database = await DoltAsync("SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'nothing to commit';");
        await using var store = database.Open();

        (await store.MarkAsync(BoundaryKind.GatePassed, "card for task", default)).Should().Be("tq2fh0gbm9oe1a3r0ll3tvi3pm0g7n3d");
    }

    [MariaDbFact]
    public async Task A_commit_that_fails_is_told()
    {
        await using var database = await DoltAsync("SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'merge conflict';");
        await using var store = database.Open();

        await FluentActions.Awaiting(() => store.MarkAsync(BoundaryKind.GatePassed, "card", default))
            .Should().ThrowAsync<StoreException>().WithMessage("*merge conflict*");
    }

    [MariaDbFact]
    public async Task Elsewhere_a_boundary_is_a_row()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        await using var store = database.Open();

        (await store.MarkAsync(BoundaryKind.PromptPublished, "p v1", default)).Should().BeNull();
        (await store.TextsAsync("SELECT subject FROM boundaries WHERE kind = 'prompt_published' AND dolt_commit_hash IS NULL"))
            .Should().Equal("p v1");
    }

    private static async Task<TestDatabase> DoltAsync(string commit)
    {
        var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        var name = database.Name;
        database.Server.Execute(
            $"CREATE TABLE {name}.dolt_calls (a text, m text, message text)",
            $"CREATE FUNCTION {name}.DOLT_VERSION() RETURNS text DETERMINISTIC RETURN '1.43.0'",
            $"CREATE FUNCTION {name}.DOLT_HASHOF(ref text) RETURNS text DETERMINISTIC RETURN 'tq2fh0gbm9oe1a3r0ll3tvi3pm0g7n3d'",
            $"CREATE PROCEDURE {name}.DOLT_COMMIT(arg1 text, arg2 text, arg3 text) BEGIN {commit} END");
        return database;
    }
}
