using LwCoder.Telemetry;
using LwCoder.Telemetry.MySql;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Telemetry.MySql;

public sealed class MySqlReadGuardTests
{
    [Theory]
    [InlineData("select * from sessions where outcome = 'into outfile'")]
    [InlineData("  WITH x AS (SELECT 1) SELECT * FROM x -- into")]
    [InlineData("SHOW TABLES")]
    [InlineData("EXPLAIN SELECT 'it''s' /* into */, \"a\\\"b\" # delete")]
    [InlineData("SELECT * FROM dolt_log")]
    public void A_question_is_let_through(string sql) =>
        FluentActions.Invoking(() => MySqlReadGuard.Check(sql)).Should().NotThrow();

    [Theory]
    [InlineData("DELETE FROM sessions")]
    [InlineData("SET GLOBAL read_only = 0")]
    [InlineData("SELECT 1 INTO OUTFILE '/tmp/x'")]
    [InlineData("SELECT 1 /*! INTO OUTFILE '/tmp/x' */")]
    [InlineData("SELECT 1 /*M! INTO OUTFILE '/tmp/x' */")]
    [InlineData("SELECT '' 'a' INTO @x")]
    [InlineData("SELECT '\\' INTO ', 1 INTO OUTFILE '/tmp/x'")]
    [InlineData("CALL DOLT_COMMIT('-A')")]
    [InlineData("SELECT `dolt_commit`('-am', 'x')")]
    [InlineData("SELECT DOLT_RESET('--hard')")]
    [InlineData("SELECT LOAD_FILE('/etc/passwd')")]
    [InlineData("SELECT 'no end")]
    [InlineData("")]
    [InlineData("-- nothing")]
    public void What_does_more_is_refused(string sql) =>
        FluentActions.Invoking(() => MySqlReadGuard.Check(sql)).Should().Throw<UserError>();

    [MariaDbFact]
    public async Task The_server_refuses_what_the_guard_does_not_know()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session());
        database.Server.Execute(
            $"CREATE FUNCTION {database.Name}.sneak() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM {database.Name}.sessions; RETURN 1; END");

        await FluentActions.Awaiting(() => store.ReadAsync(session => session.Ask("SELECT sneak()", row => row.Read()), default))
            .Should().ThrowAsync<StoreException>();
        await FluentActions.Awaiting(() => store.ReadAsync(session => session.Ask("SELECT 1; DELETE FROM sessions", row => row.Read()), default))
            .Should().ThrowAsync<StoreException>();

        (await store.ReadAsync(session => session.Ask("SELECT COUNT(*) FROM sessions", row => row.Read() ? row.Whole(0) : null), default))
            .Should().Be(1);
        await store.WriteAsync(SampleRows.Session("s2"));
    }
}
