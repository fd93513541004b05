namespace LwCoder.Prompting.Caching;

/// <summary>
/// Answers on disk, one file each, found by key: no index, no server, nothing to open or repair. Any number of threads
/// and processes may share a folder. A damaged entry is a miss. A folder that cannot be written never fails a call.
/// </summary>
/// <param name="directory">The folder; made when the first answer is kept.</param>
/// <param name="options">How to behave.</param>
public sealed class PromptCache(string directory, PromptCacheOptions? options = null)
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(250);

    /// <summary>Some file systems keep times only this exactly.</summary>
    private static readonly TimeSpan ClockGrain = TimeSpan.FromSeconds(2);

    private readonly PromptCacheOptions _options = options ?? new PromptCacheOptions();
    private readonly CacheFolder _folder = new(directory);
    private readonly SingleFlight<CacheAnswer> _flights = new();
    private int _reported;

    /// <summary>The folder, as a full path.</summary>
    public string Directory => _folder.Root;

    internal TimeProvider Time => _options.Time;

    /// <summary>The payload of a key, or null: not there, damaged, or foreign and not accepted.</summary>
    public byte[]? Get(CacheKey key)
    {
        if (_folder.Read(key) is not { } file || CacheEntryFormat.Read(file, out var origin) is not { } payload)
        {
            return null;
        }
        return origin == CacheOrigin.Own || _options.AcceptForeign ? payload : null;
    }

    /// <summary>Keeps a payload under a key, replacing what was there.</summary>
    /// <returns>False if it could not be written; <see cref="PromptCacheOptions.OnProblem"/> hears of it once.</returns>
    /// <exception cref="ArgumentException">More than 64 MiB.</exception>
    public bool Put(CacheKey key, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > CacheEntryFormat.MaxPayload)
        {
            throw new ArgumentException($"An entry holds at most {CacheEntryFormat.MaxPayload} bytes.", nameof(payload));
        }
        return TryWrite(key, CacheEntryFormat.Write(payload, CacheOrigin.Own));
    }

    /// <summary>
    /// The payload of a key, made if need be. Among threads and processes that want the same key at once one makes it
    /// and the others wait, in another process at most <see cref="PromptCacheOptions.MaxWait"/>.
    /// </summary>
    /// <param name="key">What is wanted.</param>
    /// <param name="create">Makes it. Its exception reaches everyone of this process who waited.</param>
    /// <param name="cancel">Ends this caller's wait or work; others go on.</param>
    public async Task<CacheAnswer> GetOrCreateAsync(
        CacheKey key, Func<CancellationToken, Task<CacheDraft>> create, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (Get(key) is { } payload)
        {
            return new CacheAnswer(payload, IsHit: true);
        }
        var (answer, isMine) = await _flights.RunAsync(key, () => CreateAsync(key, create, cancel), cancel).ConfigureAwait(false);
        return isMine ? answer : answer with { IsHit = true };
    }

    /// <summary>Every entry, in no order.</summary>
    public IEnumerable<CacheFile> Enumerate() => _folder.Entries();

    /// <summary>Counts. Reads the first line of every entry: about a second for 100 000.</summary>
    public CacheStats Stats() => CacheUpkeep.Stats(_folder);

    /// <summary>
    /// Removes entries that are too old, then the oldest ones until the rest fits; and what crashes left behind.
    /// </summary>
    /// <param name="maxBytes">How much may stay; null: any.</param>
    /// <param name="maxAge">How old an entry may be; null: any. An entry from the future, after a clock jump, is new.</param>
    public CacheRemoval Prune(long? maxBytes = null, TimeSpan? maxAge = null) =>
        CacheUpkeep.Prune(_folder, maxBytes, maxAge, _options.Time.GetUtcNow());

    /// <summary>Removes every entry. Files that are not the cache's own stay.</summary>
    public CacheRemoval Clear() => CacheUpkeep.Prune(_folder, maxBytes: 0, maxAge: null, _options.Time.GetUtcNow());

    /// <summary>Removes one entry; false if it was not there or could not be removed.</summary>
    public bool Remove(CacheKey key) => File.Exists(_folder.PathOf(key)) && CacheFolder.TryDelete(_folder.PathOf(key));

    /// <summary>
    /// Takes over an entry from a cache that others could write, marked <see cref="CacheOrigin.Foreign"/> whatever it
    /// says of itself. Links and damaged or oversized files are rejected; an entry that is here already stays.
    /// </summary>
    public CacheImport Import(CacheFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return File.Exists(_folder.PathOf(file.Key)) ? CacheImport.AlreadyThere : TakeOver(file, CacheOrigin.Foreign, null);
    }

    /// <summary>
    /// Copies an entry from a cache as trustworthy as this one; it keeps its origin and its time. An entry that is here
    /// already stays if its size and time are the same, as for rsync, and is replaced if not.
    /// </summary>
    public CacheImport Mirror(CacheFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var copy = new FileInfo(_folder.PathOf(file.Key));
        var isSame = copy.Exists && copy.Length == file.Size
            && (copy.LastWriteTimeUtc - file.WrittenAt).Duration() < ClockGrain;
        return isSame ? CacheImport.AlreadyThere : TakeOver(file, null, file.WrittenAt);
    }

    private CacheImport TakeOver(CacheFile file, CacheOrigin? origin, DateTimeOffset? writtenAt)
    {
        if (CacheUpkeep.ReadPlainFile(file.Path) is not { } bytes || CacheEntryFormat.WithOrigin(bytes, origin) is not { } entry)
        {
            return CacheImport.Rejected;
        }
        return TryWrite(file.Key, entry, writtenAt) ? CacheImport.Added : CacheImport.Failed;
    }

    private async Task<CacheAnswer> CreateAsync(
        CacheKey key, Func<CancellationToken, Task<CacheDraft>> create, CancellationToken cancel)
    {
        var (held, ready) = await TakeTurnAsync(key, cancel).ConfigureAwait(false);
        using (held)
        {
            if (ready is not null)
            {
                return new CacheAnswer(ready, IsHit: true);
            }
            var draft = await create(cancel).ConfigureAwait(false);
            if (draft.Keep && draft.Payload.Length <= CacheEntryFormat.MaxPayload)
            {
                Put(key, draft.Payload.Span);
            }
            return new CacheAnswer(draft.Payload, IsHit: false);
        }
    }

    /// <summary>
    /// Either the lock, or the payload another process made while we waited, or neither: the wait was too long.
    /// </summary>
    private async Task<(IDisposable? Held, byte[]? Ready)> TakeTurnAsync(CacheKey key, CancellationToken cancel)
    {
        var started = _options.Time.GetTimestamp();
        for (var poll = FirstPoll; ; poll = poll * 2 < LongestPoll ? poll * 2 : LongestPoll)
        {
            var taken = TryTakeLock(key, out var held);
            // Whoever held the lock before may have finished since the first look.
            if (Get(key) is { } ready)
            {
                held?.Dispose();
                return (null, ready);
            }
            if (taken || _options.Time.GetElapsedTime(started) >= _options.MaxWait)
            {
                return (held, null);
            }
            await Task.Delay(poll, _options.Time, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>False while another process holds it; true with no lock where locks cannot be written.</summary>
    private bool TryTakeLock(CacheKey key, out IDisposable? held)
    {
        held = null;
        var path = _folder.PathOf(key, CacheFolder.LockExtension);
        try
        {
            CacheFolder.EnsureFolderOf(path);
            held = CacheLock.TryTake(path, _options.Time);
            return held is not null;
        }
        catch (Exception error) when (CacheFolder.IsFileSystem(error))
        {
            Report(error);
            return true;
        }
    }

    private bool TryWrite(CacheKey key, ReadOnlySpan<byte> entry, DateTimeOffset? writtenAt = null)
    {
        try
        {
            _folder.Write(key, entry, writtenAt);
            return true;
        }
        catch (Exception error) when (CacheFolder.IsFileSystem(error))
        {
            Report(error);
            return false;
        }
    }

    private void Report(Exception error)
    {
        if (Interlocked.Exchange(ref _reported, 1) == 0)
        {
            _options.OnProblem?.Invoke($"The cache {_folder.Root} cannot be written, answers are not kept: {error.Message}");
        }
    }
}
