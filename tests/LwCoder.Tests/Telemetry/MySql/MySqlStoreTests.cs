using LwCoder.Telemetry;
using LwCoder.Telemetry.MySql;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Telemetry.MySql;

public sealed class MySqlStoreTests
{
    [MariaDbFact]
    public async Task Another_projects_database_is_refused_unless_the_user_shares_it()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session());
        var bank = new ProjectIdentity("9999", "bank");

        await using var stranger = database.Open(bank);
        (await FluentActions.Awaiting(() => stranger.WriteAsync(SampleRows.Session("s2"))).Should().ThrowAsync<StoreException>()
            .WithMessage("*has the sessions of shop*another project than bank")).Which.Fault.Should().Be(StoreFault.Foreign);

        await using var invited = database.Open(bank, isShared: true);
        await invited.WriteAsync(SampleRows.Session("s2"));
        await stranger.WriteAsync(SampleRows.Session("s3"));
        (await store.TextsAsync("SELECT name FROM projects ORDER BY name")).Should().Equal("bank", "shop");
    }

    [MariaDbFact]
    public async Task A_wrong_password_names_the_variable()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);

        var open = () => MySqlSession.Open(database.Address, "wrong");

        open.Should().Throw<StoreException>().Which.Should()
            .Match<StoreException>(
                error => error.Fault == StoreFault.Unreachable && error.Hint!.Contains("LW_CODER_STORE_PASSWORD"));
    }

    [MariaDbFact]
    public async Task A_database_that_is_not_there_comes_with_the_statement_that_makes_it()
    {
        var server = await MariaDbServer.GetAsync();

        var open = () => MySqlSession.Open(server.Address("nowhere"), MariaDbServer.Password);

        open.Should().Throw<StoreException>().Which.Hint
            .Should().Be("create it: CREATE DATABASE `nowhere` CHARACTER SET utf8mb4");
    }

    [MariaDbFact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        var server = await MariaDbServer.GetAsync();

        var open = () => MySqlSession.Open(server.Address("test") with { Port = 1 }, null);

        open.Should().Throw<StoreException>().Which.Fault.Should().Be(StoreFault.Unreachable);
    }

    [MariaDbFact]
    public async Task The_connection_is_encrypted_on_request_and_the_certificate_checked()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        string CipherOf(StoreAddress address)
        {
            using var session = MySqlSession.Open(address, MariaDbServer.Password);
            using var cursor = session.Query("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
            return cursor.Read() ? cursor.Text(1)! : "";
        }

        CipherOf(database.Address).Should().BeEmpty();
        CipherOf(database.Address with { Tls = StoreTls.Unverified }).Should().NotBeEmpty();
        CipherOf(database.Address with { Tls = StoreTls.Verified, TlsAuthority = database.Server.Certificate })
            .Should().NotBeEmpty();
        FluentActions.Invoking(() => CipherOf(database.Address with { Tls = StoreTls.Verified }))
            .Should().Throw<StoreException>().Which.Fault.Should().Be(StoreFault.Unreachable);
    }

    [Theory, OnMariaDb("localhost"), OnMariaDb("127.0.0.1"), OnMariaDb("db.invalid")]
    public async Task A_local_socket_is_used_when_it_is_named(string host)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);

        using var session = MySqlSession.Open(
            database.Address with { Host = host, Port = 1, Socket = database.Server.Socket }, MariaDbServer.Password);

        using var cursor = session.Query("SELECT 1");
        cursor.Read().Should().BeTrue();
    }

    [MariaDbFact]
    public async Task One_call_is_one_statement_and_the_server_gets_no_file()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        using var session = MySqlSession.Open(database.Address, MariaDbServer.Password);
        session.Execute("CREATE TABLE t (line text)");

        FluentActions.Invoking(() => session.Execute("SELECT 1; DROP TABLE t")).Should().Throw<StoreException>();
        FluentActions.Invoking(() => session.Execute("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t"))
            .Should().Throw<StoreException>();
        session.Execute("INSERT INTO t VALUES ('still here and usable')");
    }

    [MariaDbFact]
    public async Task A_server_that_closed_the_connection_is_found_again()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session());
        var connection = await store.TextAsync("SELECT CONNECTION_ID()");
        database.Server.Execute($"KILL {connection}");

        (await FluentActions.Awaiting(() => store.WriteAsync(SampleRows.Session("s2"))).Should().ThrowAsync<StoreException>())
            .Which.Fault.Should().Be(StoreFault.Unreachable);
        await store.WriteAsync(SampleRows.Session("s2"));

        (await store.CountsAsync()).Should().Contain("sessions", 2);
    }

    [MariaDbFact]
    public async Task Who_may_only_read_is_told_so()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MariaDb);
        await using (var store = database.Open())
        {
            await store.WriteAsync(SampleRows.Session());
        }
        database.Server.Execute(
            $"CREATE USER '{database.Name[..20]}'@'%'", $"GRANT SELECT ON {database.Name}.* TO '{database.Name[..20]}'@'%'");

        await using var reader = MySqlStore.At(
            database.Address with { User = database.Name[..20] }, null, TestDatabase.Project, false, TimeProvider.System);

        (await reader.CountsAsync()).Should().Contain("sessions", 1);
        (await FluentActions.Awaiting(() => reader.WriteAsync(SampleRows.Session("s2"))).Should().ThrowAsync<StoreException>())
            .Which.Fault.Should().Be(StoreFault.ReadOnly);
        database.Server.Execute($"DROP USER '{database.Name[..20]}'@'%'");
    }
}
