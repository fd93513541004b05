using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LwCoder.Telemetry;
using LwCoder.Telemetry.MySql;
using LwCoder.Telemetry.Sql;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Telemetry.Support;

/// <summary>
/// A MariaDB server of the test run's own, on a port and socket of its own. It is started by the first test that needs
/// one and ends with the process of the tests, however that ends.
/// </summary>
internal sealed class MariaDbServer
{
    /// <summary>A user with a password and all rights.</summary>
    public const string User = "lw", Password = "p'w\"\\ü";

    /// <summary>The server lives as long as the pipe to the shell does, and its files no longer.</summary>
    private const string Script =
        """
        set -e; PATH=$PATH:/usr/sbin
        trap 'rm -rf "$1"' EXIT
        mariadb-install-db --no-defaults --datadir="$1/data" --auth-root-authentication-method=normal --skip-test-db >"$1/log" 2>&1
        mariadbd --no-defaults --datadir="$1/data" --socket="$1/socket" --port="$2" --bind-address=127.0.0.1 \
            --pid-file="$1/pid" ${3:+--user="$3"} --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=32M \
            --character-set-server=latin1 --local-infile=1 --ssl-cert="$4" --ssl-key="$5" >>"$1/log" 2>&1 &
        cat >/dev/null || true
        kill $!
        wait
        """;

    private static readonly Lazy<Task<MariaDbServer>> Running = new(StartAsync);

    private readonly Socket _port;

    private MariaDbServer(Socket port, string folder, string certificate)
    {
        (_port, Socket, Certificate) = (port, Path.Combine(folder, "socket"), certificate);
    }

    /// <summary>Why there can be none; null when there can.</summary>
    public static string? Missing { get; } =
        !OperatingSystem.IsLinux() ? "needs a MariaDB server as Debian has it"
        : new[] { "mariadbd", "mariadb-install-db" }.FirstOrDefault(program => !IsInstalled(program)) is { } program
            ? $"{program} is not installed (Debian: mariadb-server)"
        : !MariaDbLibrary.IsInstalled ? "libmariadb is not installed (Debian: libmariadb3)"
        : null;

    public string Socket { get; }

    /// <summary>The file of the server's certificate.</summary>
    public string Certificate { get; }

    public static Task<MariaDbServer> GetAsync() => Running.Value;

    public StoreAddress Address(string database, string user = User) => new(user, "127.0.0.1", NumberOf(_port), database);

    /// <summary>Does something as the server's root.</summary>
    public void Execute(params string[] statements)
    {
        using var session = MySqlSession.Open(Address("mysql", "root"), null);
        foreach (var statement in statements)
        {
            session.Execute(statement);
        }
    }

    /// <summary>A number only the server's root may know.</summary>
    public long? Ask(string question)
    {
        using var session = MySqlSession.Open(Address("mysql", "root"), null);
        return SqlSessionExtensions.Number(session, question);
    }

    private static async Task<MariaDbServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("lw-mariadb-").FullName;
        var (certificate, key) = TlsFiles.Write(folder);
        var port = ReservePort();
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true };
        string[] arguments =
            ["-c", Script, "mariadb", folder, $"{NumberOf(port)}", Environment.IsPrivilegedProcess
                ? "root" : "", certificate, key];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        // Never disposed: with it the pipe would close, and the server end.
        var shell = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => shell.StandardInput.Close();
        var server = new MariaDbServer(port, folder, certificate);
        await Eventually.True(() => server.Answers(shell, folder));
        server.Execute(
            $"CREATE USER '{User}'@'%' IDENTIFIED BY 'p''w\"\\\\ü'",
            $"GRANT ALL ON *.* TO '{User}'@'%'");
        return server;
    }

    private bool Answers(Process shell, string folder)
    {
        if (shell.HasExited)
        {
            throw new InvalidOperationException($"the server did not start; see {folder}/log");
        }
        try
        {
            Execute("SELECT 1");
            return true;
        }
        catch (StoreException absent) when (absent.Fault == StoreFault.Unreachable)
        {
            return false;
        }
    }

    /// <summary>
    /// A port that nobody else gets between now and the server's start: who allows it to be used again, as the server does,
    /// may listen on it as long as we do not.
    /// </summary>
    private static Socket ReservePort()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static int NumberOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static bool IsInstalled(string program) =>
        new[] { "/usr/sbin", "/usr/bin", "/usr/local/bin" }.Any(folder => File.Exists(Path.Combine(folder, program)));
}
