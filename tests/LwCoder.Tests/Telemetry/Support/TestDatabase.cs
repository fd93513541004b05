using LwCoder.Telemetry;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Telemetry.Support;

/// <summary>An empty database of one test's own.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();

    public string File => StoreLocation.DatabaseIn(_folder.In(".lw_coder"));

    public static Task<TestDatabase> CreateAsync(Engine engine) => engine switch
    {
        Engine.Sqlite => Task.FromResult(new TestDatabase()),
        _ => throw new NotSupportedException(),
    };

    /// <summary>Another store on the same database, as another process would have.</summary>
    public ITelemetryStore Open() => SqliteStore.At(File, TimeProvider.System);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
