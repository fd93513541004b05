using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry;

/// <summary>A store in a database. Opens it when it is first needed.</summary>
/// <param name="open">Opens a connection.</param>
/// <param name="description">What it is and where, for a person.</param>
internal sealed class TelemetryStore(Func<ISqlSession> open, string description, StorePatience patience, TimeProvider time)
    : ITelemetryStore
{
    private readonly SemaphoreSlim _turn = new(1);
    private ISqlSession? _session;

    public string Description => description;

    /// <summary>What is checked once a connection has the schema.</summary>
    public Action<ISqlSession> Ready { get; init; } = _ => { };

    public Task WriteAsync(TelemetryBatch batch, CancellationToken cancel) => ChangeAsync(
        session =>
        {
            BatchWriter.Write(session, BatchWriter.RowsOf(batch));
            return true;
        },
        cancel);

    public Task<T> ChangeAsync<T>(Func<ISqlSession, T> work, CancellationToken cancel) => UseAsync(
        session =>
        {
            T? result = default;
            session.InTransaction(() => result = work(session));
            return result!;
        },
        cancel);

    public Task<T> ReadAsync<T>(Func<ISqlSession, T> read, CancellationToken cancel) => UseAsync(read, cancel);

    public Task<string?> MarkAsync(BoundaryKind kind, string subject, CancellationToken cancel) => UseAsync(
        session => session.Dialect.Mark(session, BoundaryName.Of(kind), subject, time.GetUtcNow()), cancel);

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        Close();
        _turn.Dispose();
    }

    /// <summary>Off the caller's thread, and again for as long as the database is only busy.</summary>
    private async Task<T> UseAsync<T>(Func<ISqlSession, T> use, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await patience.TryAsync(() => Task.Run(() => use(Session()), cancel), cancel);
        }
        catch (StoreException)
        {
            // The next one may find a server that is back.
            Close();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private ISqlSession Session()
    {
        if (_session is null)
        {
            var session = open();
            try
            {
                Migrator.Migrate(session, time);
                Ready(session);
            }
            catch
            {
                session.Dispose();
                throw;
            }
            _session = session;
        }
        return _session;
    }

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }
}
