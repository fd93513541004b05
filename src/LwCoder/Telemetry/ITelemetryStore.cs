using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry;

/// <summary>Where sessions are recorded. One at a time uses it; several processes may.</summary>
internal interface ITelemetryStore : IAsyncDisposable
{
    /// <summary>What it is and where, for a person.</summary>
    string Description { get; }

    /// <summary>Writes all of it or nothing. Writing it again changes nothing.</summary>
    /// <exception cref="StoreException">It cannot be written now, or never.</exception>
    Task WriteAsync(TelemetryBatch batch, CancellationToken cancel);

    /// <summary>Does several things in one transaction.</summary>
    /// <exception cref="StoreException">It cannot be written now, or never.</exception>
    Task<T> ChangeAsync<T>(Func<ISqlSession, T> work, CancellationToken cancel);

    /// <summary>Asks something. The answer must not keep the cursor.</summary>
    /// <exception cref="StoreException">It cannot be read now, or never.</exception>
    Task<T> ReadAsync<T>(Func<ISqlSession, T> read, CancellationToken cancel);

    /// <summary>Marks a moment worth going back to; on Dolt that is a commit.</summary>
    /// <returns>The commit it is; null where databases have none.</returns>
    /// <exception cref="StoreException">It cannot be written now, or never.</exception>
    Task<string?> MarkAsync(BoundaryKind kind, string subject, CancellationToken cancel);
}

internal enum BoundaryKind { ImportFinished, GatePassed, PromptPublished }
