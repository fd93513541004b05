using LwCoder.Telemetry;
using LwCoder.Telemetry.MySql;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Telemetry.Support;

/// <summary>An empty database of one test's own.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    public static readonly ProjectIdentity Project = new("0123456789012345678901234567890123456789", "shop");

    private readonly TempDirectory _folder = new();
    private readonly MariaDbServer? _server;

    private TestDatabase(MariaDbServer? server)
    {
        _server = server;
        _server?.Execute($"CREATE DATABASE {Name}");
    }

    public string Name { get; } = $"lw_{Guid.NewGuid():N}";

    /// <summary>Of a SQLite database.</summary>
    public string File => StoreLocation.DatabaseIn(_folder.In(".lw_coder"));

    public StoreAddress Address => _server!.Address(Name);

    public MariaDbServer Server => _server!;

    public static async Task<TestDatabase> CreateAsync(Engine engine) =>
        new(engine == Engine.MariaDb ? await MariaDbServer.GetAsync() : null);

    /// <summary>Another store on the same database, as another process would have.</summary>
    public TelemetryStore Open(ProjectIdentity? project = null, bool isShared = false) => _server is null
        ? SqliteStore.At(File, TimeProvider.System)
        : MySqlStore.At(Address, MariaDbServer.Password, project ?? Project, isShared, TimeProvider.System);

    public ValueTask DisposeAsync()
    {
        _server?.Execute($"DROP DATABASE {Name}");
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
