using System.Text;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Caching;

public sealed class PromptCacheTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _problems = [];

    private PromptCache Cache => new(_folder.File("cache"), new PromptCacheOptions { OnProblem = _problems.Add });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_put_is_got_by_another_instance()
    {
        var payload = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("An answer. ", 1_000)));

        Cache.Put(Key("a"), payload).Should().BeTrue();

        Cache.Get(Key("a")).Should().Equal(payload);
        Cache.Get(Key("b")).Should().BeNull();
        Cache.Enumerate().Single().Size.Should().BeLessThan(payload.Length / 10);
    }

    [Fact]
    public void Opening_a_cache_touches_nothing()
    {
        _ = Cache.Get(Key("a"));

        Directory.Exists(_folder.File("cache")).Should().BeFalse();
    }

    [Fact]
    public void An_entry_begins_with_a_line_a_person_can_read_and_only_the_owner_may()
    {
        Cache.Put(Key("a"), "text"u8);

        var path = Cache.Enumerate().Single().Path;
        File.ReadLines(path, Encoding.Latin1).First().Should().MatchRegex("^lw-cache 1 own 4 [0-9a-f]{64}$");
        path.Should().EndWith(Path.Combine(Key("a").Hex[..2], Key("a").Hex + ".lwc"));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void A_damaged_entry_is_a_miss_wherever_the_damage_is()
    {
        Cache.Put(Key("a"), "some text that is long enough to compress, compress, compress"u8);
        var path = Cache.Enumerate().Single().Path;
        var good = File.ReadAllBytes(path);

        for (var index = 0; index < good.Length; index++)
        {
            var bad = (byte[])good.Clone();
            bad[index] ^= 0x01;
            File.WriteAllBytes(path, bad);
            Cache.Get(Key("a")).Should().BeNull($"byte {index} is wrong");
            File.WriteAllBytes(path, good[..index]);
            Cache.Get(Key("a")).Should().BeNull($"it ends after {index} bytes");
        }
        Cache.Stats().DamagedEntries.Should().BeInRange(0, 1);
        Cache.Put(Key("a"), "new"u8);
        Cache.Get(Key("a")).Should().Equal("new"u8.ToArray());
    }

    [Fact]
    public void A_header_cannot_ask_for_gigabytes()
    {
        Cache.Put(Key("a"), "x"u8);
        var path = Cache.Enumerate().Single().Path;
        var text = File.ReadAllText(path, Encoding.Latin1).Replace("own 1 ", "own 2000000000 ", StringComparison.Ordinal);
        File.WriteAllText(path, text, Encoding.Latin1);

        Cache.Get(Key("a")).Should().BeNull();
    }

    [Fact]
    public async Task Among_equal_calls_of_one_process_one_works_and_all_get_its_answer()
    {
        var cache = Cache;
        var made = 0;

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cache.GetOrCreateAsync(Key("a"), async cancel =>
        {
            Interlocked.Increment(ref made);
            await Task.Delay(50, cancel);
            return new CacheDraft("answer"u8.ToArray());
        })));

        made.Should().Be(1);
        answers.Count(answer => !answer.IsHit).Should().Be(1);
        answers.Should().OnlyContain(answer => answer.Payload.Length == 6);
    }

    [Fact]
    public async Task An_error_reaches_all_who_waited_and_is_not_kept()
    {
        var cache = Cache;

        var calls = Enumerable.Range(0, 5).Select(_ => cache.GetOrCreateAsync(Key("a"), async cancel =>
        {
            await Task.Delay(50, cancel);
            throw new InvalidOperationException("no");
        })).ToList();

        foreach (var call in calls)
        {
            await FluentActions.Awaiting(() => call).Should().ThrowAsync<InvalidOperationException>();
        }
        (await cache.GetOrCreateAsync(Key("a"), _ => Task.FromResult(new CacheDraft("yes"u8.ToArray())))).IsHit.Should()
            .BeFalse();
    }

    [Fact]
    public async Task Who_waits_for_a_cancelled_call_takes_over()
    {
        var cache = Cache;
        using var cancel = new CancellationTokenSource();
        var first = cache.GetOrCreateAsync(Key("a"), async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return default;
        }, cancel.Token);
        var second = cache.GetOrCreateAsync(Key("a"), _ => Task.FromResult(new CacheDraft("mine"u8.ToArray())));

        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        (await second).IsHit.Should().BeFalse();
    }

    [Fact]
    public async Task A_draft_that_is_not_kept_still_serves_who_waited()
    {
        var cache = Cache;

        await cache.GetOrCreateAsync(Key("a"), _ => Task.FromResult(new CacheDraft("x"u8.ToArray(), Keep: false)));

        cache.Get(Key("a")).Should().BeNull();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_never_fails_and_is_reported_once()
    {
        File.WriteAllText(_folder.File("cache"), "a file where the folder should be");
        var cache = Cache;

        for (var number = 0; number < 3; number++)
        {
            var answer = await cache.GetOrCreateAsync(Key("a"), _ => Task.FromResult(new CacheDraft("answer"u8.ToArray())));
            (answer.Payload.Length, answer.IsHit).Should().Be((6, false));
        }
        cache.Put(Key("b"), "x"u8).Should().BeFalse();
        cache.Stats().Entries.Should().Be(0);

        _problems.Should().ContainSingle().Which.Should().Contain("cannot be written");
    }

    [Fact]
    public void Prune_keeps_the_newest_that_fit()
    {
        var cache = Filled(5);
        var size = cache.Enumerate().First().Size;

        var result = cache.Prune(maxBytes: size * 2);

        result.Should().Be(new CacheRemoval(3, size * 3, 2, size * 2));
        cache.Get(Key("3")).Should().NotBeNull();
        cache.Get(Key("4")).Should().NotBeNull();
    }

    [Fact]
    public void Prune_by_age_spares_entries_from_the_future()
    {
        var cache = Filled(3);
        File.SetLastWriteTimeUtc(PathOf(cache, "0"), DateTime.UnixEpoch.AddYears(10));
        File.SetLastWriteTimeUtc(PathOf(cache, "1"), DateTime.UnixEpoch.AddYears(200));

        cache.Prune(maxAge: TimeSpan.FromDays(30)).Removed.Should().Be(1);

        cache.Get(Key("0")).Should().BeNull();
        cache.Get(Key("1")).Should().NotBeNull();
    }

    [Fact]
    public void What_a_killed_writer_left_is_ignored_and_swept_after_a_day()
    {
        var cache = Filled(1);
        var stray = PathOf(cache, "0") + ".123.1.tmp";
        File.WriteAllText(stray, "half");
        cache.Stats().Entries.Should().Be(1);
        cache.Prune();
        File.Exists(stray).Should().BeTrue("it may belong to a writer at work");

        File.SetLastWriteTimeUtc(stray, DateTime.UnixEpoch.AddYears(20));
        cache.Prune();

        File.Exists(stray).Should().BeFalse();
    }

    [Fact]
    public void Clear_removes_entries_and_nothing_else()
    {
        var cache = Filled(3);
        File.WriteAllText(Path.Combine(cache.Directory, "note.txt"), "mine");
        File.WriteAllText(Path.Combine(cache.Directory, Key("0").Hex[..2], "note.lwc"), "mine too");

        cache.Clear().Removed.Should().Be(3);

        cache.Enumerate().Should().BeEmpty();
        Directory.EnumerateFiles(cache.Directory, "note.*", SearchOption.AllDirectories).Should().HaveCount(2);
    }

    [Fact]
    public void A_foreign_entry_is_refused_unless_accepted_and_gives_way_to_our_own()
    {
        var other = new PromptCache(_folder.File("other"));
        other.Put(Key("a"), "forged"u8);

        Cache.Import(other.Enumerate().Single()).Should().Be(CacheImport.Added);

        Cache.Get(Key("a")).Should().BeNull();
        Cache.Stats().ForeignEntries.Should().Be(1);
        var trusting = new PromptCache(Cache.Directory, new PromptCacheOptions { AcceptForeign = true });
        trusting.Get(Key("a")).Should().Equal("forged"u8.ToArray());
        Cache.Put(Key("a"), "ours"u8);
        Cache.Get(Key("a")).Should().Equal("ours"u8.ToArray());
    }

    [Fact]
    public void An_import_never_replaces_and_a_mirror_keeps_the_origin()
    {
        var other = new PromptCache(_folder.File("other"));
        other.Put(Key("a"), "theirs"u8);
        Cache.Put(Key("a"), "ours"u8);

        Cache.Import(other.Enumerate().Single()).Should().Be(CacheImport.AlreadyThere);
        Cache.Get(Key("a")).Should().Equal("ours"u8.ToArray());

        other.Put(Key("b"), "own"u8);
        Cache.Mirror(other.Enumerate().Single(file => file.Key == Key("b"))).Should().Be(CacheImport.Added);
        Cache.Get(Key("b")).Should().Equal("own"u8.ToArray());
    }

    [Fact]
    public void A_mirror_keeps_the_time_and_replaces_an_entry_of_another_size_or_time()
    {
        var other = new PromptCache(_folder.File("other"));
        other.Put(Key("a"), "theirs"u8);
        var written = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(PathOf(other, "a"), written);
        Cache.Put(Key("a"), "theirs"u8);

        Cache.Mirror(other.Enumerate().Single()).Should().Be(CacheImport.Added);
        Cache.Enumerate().Single().WrittenAt.UtcDateTime.Should().Be(written);
        Cache.Mirror(other.Enumerate().Single()).Should().Be(CacheImport.AlreadyThere);

        Cache.Put(Key("a"), "something longer"u8);
        File.SetLastWriteTimeUtc(PathOf(Cache, "a"), written);
        Cache.Mirror(other.Enumerate().Single()).Should().Be(CacheImport.Added);
        Cache.Get(Key("a")).Should().Equal("theirs"u8.ToArray());
    }

    [Fact]
    public void Links_and_damaged_files_are_not_imported()
    {
        var other = new PromptCache(_folder.File("other"));
        other.Put(Key("a"), "x"u8);
        other.Put(Key("b"), "y"u8);
        var files = other.Enumerate().ToList();
        var damaged = files.Single(file => file.Key == Key("a"));
        File.AppendAllText(damaged.Path, "more");
        var linked = files.Single(file => file.Key == Key("b"));
        File.Move(linked.Path, _folder.File("target"));
        File.CreateSymbolicLink(linked.Path, _folder.File("target"));

        Cache.Import(damaged).Should().Be(CacheImport.Rejected);
        Cache.Import(linked).Should().Be(CacheImport.Rejected);
        other.Enumerate().Should().ContainSingle("a link is no entry");
    }

    [Fact]
    public void Remove_removes_one()
    {
        var cache = Filled(2);

        cache.Remove(Key("0")).Should().BeTrue();
        cache.Remove(Key("0")).Should().BeFalse();

        cache.Enumerate().Should().ContainSingle();
    }

    private static CacheKey Key(string text) => CacheKey.Of(Encoding.UTF8.GetBytes(text));

    private static string PathOf(PromptCache cache, string key) => cache.Enumerate().Single(file => file.Key == Key(key)).Path;

    private PromptCache Filled(int count)
    {
        var cache = Cache;
        for (var number = 0; number < count; number++)
        {
            cache.Put(Key($"{number}"), "payload"u8);
            File.SetLastWriteTimeUtc(
                PathOf(cache, $"{number}"), TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(number - count));
        }
        return cache;
    }
}
