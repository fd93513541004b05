using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Caching;

namespace LwCoder.Models;

/// <summary>
/// Takes the user's model answers into a worktree before a session and brings new ones back afterwards. Entries are files
/// named by what was asked, so "copy what is missing" is all there is to it. They are copied and never hard-linked: an agent
/// writes into its worktree, and what it writes must not be the user's file. A cache can be done without, so every failure is
/// a warning.
/// </summary>
/// <param name="userCache">The directory of the user's cache, <see cref="CacheDirectory.Trusted"/>.</param>
internal sealed class CacheSync(string userCache, Narrator narrator, TimeProvider time, CacheSyncLimits? limits = null)
{
    /// <summary>One entry that cannot be written is bad luck; after so many the disk is full, or the next fail too.</summary>
    private const int MostFailures = 10;

    private readonly CacheSyncLimits _limits = limits ?? new CacheSyncLimits();

    /// <summary>The same, but for how many bytes of the user's answers a worktree gets; 0 to share none either way.</summary>
    public CacheSync Sharing(long bytes) => new(userCache, narrator, time, _limits with { MirroredBytes = bytes });

    /// <summary>
    /// Makes a worktree's cache hold the newest entries of the user's and no others. What an agent changed or added in an
    /// earlier session goes, unless it was brought back then.
    /// </summary>
    /// <returns>Null when it could or should not be done; then nothing is to be brought back either.</returns>
    public CacheMirror? Mirror(string worktree, CancellationToken cancel)
    {
        var folder = new WorktreeCacheFolder(worktree, _limits.SeenFiles);
        if (folder.Root == Path.GetFullPath(userCache))
        {
            return null;
        }
        try
        {
            folder.Prepare();
            var mirror = Mirror(folder, cancel);
            return _limits.MirroredBytes > 0 ? mirror : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            narrator.Warn($"the agent works without the cache of model answers in {folder.Root}: {error.Message}");
            return null;
        }
    }

    /// <summary>
    /// Copies what a session added into the user's cache, marked as foreign, since an agent could have made it up. What is
    /// there already stays, and nothing is removed. Entries the user removed during the session do not come back.
    /// </summary>
    /// <returns>How many entries are new.</returns>
    public int BringBack(string worktree, CacheMirror? before)
    {
        if (before is null)
        {
            return 0;
        }
        var folder = new WorktreeCacheFolder(worktree, _limits.SeenFiles);
        var (taken, rejected) = (0, 0);
        try
        {
            (taken, rejected) = Import(folder.Entries().Where(entry => !before.Keys.Contains(entry.Key)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            narrator.Warn($"not all model answers in {folder.Root} could be brought back: {error.Message}");
        }
        if (rejected > 0)
        {
            narrator.Notice($"left in {folder.Root}, since they are no intact entries of a cache: {rejected} files");
        }
        return taken;
    }

    private CacheMirror Mirror(WorktreeCacheFolder folder, CancellationToken cancel)
    {
        var user = new PromptCache(userCache);
        var local = new PromptCache(folder.Root, new PromptCacheOptions { OnProblem = narrator.Warn });
        var superfluous = folder.Clean(time.GetUtcNow()).ToDictionary(entry => entry.Key, entry => entry.Path);
        var keys = new HashSet<CacheKey>();
        var (added, failed) = (0, 0);
        foreach (var entry in _limits.MirroredBytes > 0 ? Newest(user.Enumerate()) : [])
        {
            cancel.ThrowIfCancellationRequested();
            var outcome = failed < MostFailures ? local.Mirror(entry) : CacheImport.Failed;
            added += outcome == CacheImport.Added ? 1 : 0;
            failed += outcome == CacheImport.Failed ? 1 : 0;
            if (outcome is CacheImport.Added or CacheImport.AlreadyThere)
            {
                keys.Add(entry.Key);
                superfluous.Remove(entry.Key);
            }
        }
        foreach (var path in superfluous.Values)
        {
            File.Delete(path);
        }
        return new CacheMirror(keys, added, superfluous.Count);
    }

    private (int Taken, int Rejected) Import(IEnumerable<CacheFile> entries)
    {
        var user = new PromptCache(userCache, new PromptCacheOptions { OnProblem = narrator.Warn });
        var (taken, rejected, failed) = (0, 0, 0);
        var bytes = 0L;
        foreach (var entry in entries)
        {
            if (taken == _limits.TakenEntries || bytes + entry.Size > _limits.TakenBytes)
            {
                narrator.Notice($"the session left more model answers than are brought back at once; {taken} were");
                break;
            }
            switch (user.Import(entry))
            {
                case CacheImport.Added:
                    taken++;
                    bytes += entry.Size;
                    break;
                case CacheImport.Rejected:
                    rejected++;
                    break;
                case CacheImport.Failed when ++failed == MostFailures:
                    return (taken, rejected);
            }
        }
        return (taken, rejected);
    }

    private IEnumerable<CacheFile> Newest(IEnumerable<CacheFile> entries)
    {
        var bytes = 0L;
        return entries.OrderByDescending(entry => entry.WrittenAt)
            .TakeWhile(entry => (bytes += entry.Size) <= _limits.MirroredBytes);
    }
}
