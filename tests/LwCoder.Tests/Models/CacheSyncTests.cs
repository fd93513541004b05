using System.Text;
using LwCoder.Models;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Caching;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Models;

public sealed class CacheSyncTests : IDisposable
{
    private static readonly DateTime Earlier = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TempDirectory _folder = new();
    private readonly StringWriter _narrated = new();

    public CacheSyncTests() => Directory.CreateDirectory(Worktree);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_worktree_gets_what_the_user_has_and_nothing_else()
    {
        User.Put(Key("a"), "answer a"u8);
        User.Put(Key("b"), "answer b"u8);
        Sync().Mirror(Worktree, default)!.Added.Should().Be(2);
        User.Put(Key("c"), "answer c"u8);
        User.Remove(Key("b"));

        var mirror = Sync().Mirror(Worktree, default)!;

        mirror.Should().BeEquivalentTo(new { Added = 1, Removed = 1, Keys = new[] { Key("a"), Key("c") } });
        Local.Get(Key("a")).Should().Equal("answer a"u8.ToArray());
        Local.Get(Key("b")).Should().BeNull();
        _narrated.ToString().Should().BeEmpty();
    }

    [Fact]
    public void Without_a_users_cache_there_is_an_empty_folder_that_git_ignores()
    {
        Sync().Mirror(Worktree, default)!.Keys.Should().BeEmpty();

        Directory.EnumerateFileSystemEntries(Local.Directory).Select(Path.GetFileName).Should().Equal(".gitignore");
        Directory.Exists(User.Directory).Should().BeFalse();
    }

    [Fact]
    public void The_copy_is_a_file_of_its_own_and_a_changed_one_is_put_right()
    {
        User.Put(Key("a"), "answer"u8);
        Sync().Mirror(Worktree, default);

        Local.Put(Key("a"), "forged answer"u8);
        User.Get(Key("a")).Should().Equal("answer"u8.ToArray());

        Sync().Mirror(Worktree, default)!.Added.Should().Be(1);
        Local.Get(Key("a")).Should().Equal("answer"u8.ToArray());
    }

    [Fact]
    public void The_newest_entries_are_taken_along_while_they_fit()
    {
        for (var day = 0; day < 4; day++)
        {
            User.Put(Key($"{day}"), "same size"u8);
            File.SetLastWriteTimeUtc(FileOf(User, $"{day}"), Earlier.AddDays(day));
        }
        var size = new FileInfo(FileOf(User, "0")).Length;

        Sync(new CacheSyncLimits { MirroredBytes = (2 * size) + 1 }).Mirror(Worktree, default);

        Local.Enumerate().Select(file => file.Key).Should().BeEquivalentTo(new[] { Key("2"), Key("3") });
        File.GetLastWriteTimeUtc(FileOf(Local, "2")).Should().Be(Earlier.AddDays(2));
    }

    [Fact]
    public void Nothing_is_shared_either_way_when_it_is_off_and_what_was_given_goes()
    {
        User.Put(Key("a"), "theirs"u8);
        Sync().Mirror(Worktree, default)!.Added.Should().Be(1);
        var off = Sync().Sharing(0);

        off.Mirror(Worktree, default).Should().BeNull();

        Local.Enumerate().Should().BeEmpty();
        Local.Put(Key("b"), "new"u8);
        off.BringBack(Worktree, null).Should().Be(0);
        User.Enumerate().Should().ContainSingle();
    }

    [Fact]
    public void New_entries_come_back_as_foreign_and_those_that_were_there_stay()
    {
        User.Put(Key("known"), "true"u8);
        var mirror = Sync().Mirror(Worktree, default);
        Local.Put(Key("new"), "made up?"u8);
        Local.Put(Key("known"), "false"u8);

        Sync().BringBack(Worktree, mirror).Should().Be(1);

        User.Get(Key("known")).Should().Equal("true"u8.ToArray());
        User.Get(Key("new")).Should().BeNull("a judge must not take it");
        new PromptCache(User.Directory, new() { AcceptForeign = true }).Get(Key("new")).Should().Equal("made up?"u8.ToArray());
        Sync().BringBack(Worktree, mirror).Should().Be(0);
    }

    [Fact]
    public void A_foreign_entry_stays_foreign_on_its_way_through_another_worktree()
    {
        Local.Put(Key("new"), "made up?"u8);
        Sync().BringBack(Worktree, Nothing);
        var other = Directory.CreateDirectory(_folder.In("other")).FullName;

        var mirror = Sync().Mirror(other, default);

        mirror!.Keys.Should().Equal(Key("new"));
        new PromptCache(Path.Combine(other, ".lw_coder", "dspy_cache")).Get(Key("new")).Should().BeNull();
    }

    [Fact]
    public void What_the_user_removed_during_a_session_does_not_come_back()
    {
        User.Put(Key("a"), "answer"u8);
        var mirror = Sync().Mirror(Worktree, default);
        User.Clear();

        Sync().BringBack(Worktree, mirror).Should().Be(0);

        User.Enumerate().Should().BeEmpty();
    }

    [Fact]
    public void What_comes_back_is_bounded_in_bytes_number_and_files_seen()
    {
        for (var i = 0; i < 5; i++)
        {
            Local.Put(Key($"{i}"), "same size"u8);
        }
        var size = new FileInfo(FileOf(Local, "0")).Length;

        Sync(new CacheSyncLimits { TakenEntries = 2 }).BringBack(Worktree, Nothing).Should().Be(2);
        User.Clear();
        Sync(new CacheSyncLimits { TakenBytes = (3 * size) + 1 }).BringBack(Worktree, Nothing).Should().Be(3);
        _narrated.ToString().Should().Contain("more model answers than are brought back at once");
        var few = Sync(new CacheSyncLimits { SeenFiles = 4 });
        few.BringBack(Worktree, Nothing).Should().Be(0);
        few.Mirror(Worktree, default).Should().BeNull();
        _narrated.ToString().Should().Contain("more than 4 files");
    }

    [Fact]
    public void Junk_is_left_where_it_is()
    {
        var mirror = Sync().Mirror(Worktree, default);
        Local.Put(Key("damaged"), "x"u8);
        File.AppendAllText(FileOf(Local, "damaged"), "y");
        var name = Key("huge").Hex;
        var huge = Path.Combine(Local.Directory, name[..2], name + ".lwc");
        Directory.CreateDirectory(Path.GetDirectoryName(huge)!);
        using (var sparse = File.Create(huge))
        {
            sparse.SetLength(10_000_000);
        }
        Directory.CreateDirectory(Path.Combine(Local.Directory, "00", Key("folder").Hex + ".lwc"));
        var odd = Directory.CreateDirectory(Path.Combine(Local.Directory, "00", "old.tmp"));
        File.WriteAllText(Path.Combine(odd.FullName, "x"), "x");
        Directory.SetLastWriteTimeUtc(odd.FullName, Earlier);
        File.WriteAllText(Path.Combine(Local.Directory, "00", "note.lwc"), "x");
        File.WriteAllText(Path.Combine(Local.Directory, "ff"), "x");
        File.Copy(FileOf(Local, "damaged"), Path.Combine(Local.Directory, "00", Key("damaged").Hex + ".lwc"));

        Sync().BringBack(Worktree, mirror).Should().Be(0);

        Sync().Mirror(Worktree, default).Should().NotBeNull();
        odd.Exists.Should().BeTrue();
        Directory.Exists(User.Directory).Should().BeFalse();
        _narrated.ToString().Should().StartWith("notice: left in ").And.Contain(": 2 files");
    }

    [UnixFact]
    public void A_link_in_an_entrys_or_its_folders_place_is_followed_neither_in_nor_out()
    {
        User.Put(Key("a"), "answer a"u8);
        User.Put(Key("b"), "answer b"u8);
        var outside = Directory.CreateDirectory(_folder.In("outside")).FullName;
        var planted = new PromptCache(_folder.In("planted"));
        planted.Put(Key("secret"), "not the worktree's"u8);
        Directory.CreateDirectory(Path.Combine(Local.Directory, Key("a").Hex[..2]));
        File.CreateSymbolicLink(PlaceOf("a"), Path.Combine(outside, "victim"));
        File.CreateSymbolicLink(Path.Combine(Local.Directory, Key("b").Hex[..2]), outside);
        File.CreateSymbolicLink(
            Path.Combine(Local.Directory, Key("secret").Hex[..2]), Path.GetDirectoryName(FileOf(planted, "secret"))!);

        Sync().BringBack(Worktree, Nothing).Should().Be(0);
        var mirror = Sync().Mirror(Worktree, default);

        mirror!.Keys.Should().HaveCount(2);
        Directory.EnumerateFileSystemEntries(outside).Should().BeEmpty();
        new FileInfo(PlaceOf("a")).LinkTarget.Should().BeNull();
        Local.Get(Key("b")).Should().Equal("answer b"u8.ToArray());
        planted.Get(Key("secret")).Should().NotBeNull("only the link to it is removed");
        User.Enumerate().Should().HaveCount(2);
    }

    [UnixFact]
    public void The_ignore_file_is_not_written_through_a_link()
    {
        var victim = _folder.Write("victim", "precious");
        Directory.CreateDirectory(Local.Directory);
        File.CreateSymbolicLink(Path.Combine(Local.Directory, ".gitignore"), victim);

        Sync().Mirror(Worktree, default);

        File.ReadAllText(victim).Should().Be("precious");
        File.ReadAllText(Path.Combine(Local.Directory, ".gitignore")).Should().Be("*\n");
    }

    [Theory]
    [InlineData(".lw_coder", true)]
    [InlineData(".lw_coder", false)]
    [InlineData(".lw_coder/dspy_cache", true)]
    [InlineData(".lw_coder/dspy_cache", false)]
    public void A_link_or_a_file_in_the_folders_own_place_is_a_warning(string place, bool link)
    {
        if (link && OperatingSystem.IsWindows())
        {
            return;
        }
        User.Put(Key("a"), "answer"u8);
        var outside = new PromptCache(_folder.In("outside", "dspy_cache"));
        outside.Put(Key("b"), "not the worktree's"u8);
        var path = Path.Combine(Worktree, place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (link)
        {
            File.CreateSymbolicLink(path, place == ".lw_coder" ? _folder.In("outside") : outside.Directory);
        }
        else
        {
            File.WriteAllText(path, "x");
        }

        Sync().Mirror(Worktree, default).Should().BeNull();
        Sync().BringBack(Worktree, Nothing).Should().Be(0);

        _narrated.ToString().Should().Contain("warning: the agent works without the cache").And.Contain("remove it");
        outside.Enumerate().Should().ContainSingle();
        User.Enumerate().Should().ContainSingle();
    }

    [Fact]
    public void What_a_killed_copy_left_is_no_entry_and_goes_when_it_is_old()
    {
        User.Put(Key("a"), "answer"u8);
        Sync().Mirror(Worktree, default);
        var stale = FileOf(Local, "a") + ".17.1.tmp";
        var fresh = FileOf(Local, "a") + ".17.2.tmp";
        File.WriteAllText(stale, "half");
        File.WriteAllText(fresh, "half");
        File.SetLastWriteTimeUtc(stale, Earlier);
        File.WriteAllText(FileOf(User, "a") + ".17.3.tmp", "half");

        Sync().Mirror(Worktree, default)!.Keys.Should().ContainSingle();

        File.Exists(stale).Should().BeFalse();
        File.Exists(fresh).Should().BeTrue();
        Sync().BringBack(Worktree, Nothing).Should().Be(0);
    }

    [Fact]
    public void A_users_cache_that_cannot_be_written_is_one_warning()
    {
        _folder.Write("user", "a file where the cache belongs");
        for (var i = 0; i < 20; i++)
        {
            Local.Put(Key($"{i}"), "x"u8);
        }

        Sync().BringBack(Worktree, Nothing).Should().Be(0);

        _narrated.ToString().Should().StartWith("warning: The cache ").And.Match(text => text.Split('\n').Length == 2);
    }

    [Fact]
    public void The_same_folder_is_not_mirrored_into_itself()
    {
        Local.Put(Key("a"), "x"u8);

        new CacheSync(Local.Directory, new Narrator(_narrated), TimeProvider.System).Mirror(Worktree, default).Should().BeNull();

        Local.Enumerate().Should().ContainSingle();
    }

    [Fact]
    public async Task Several_at_once_end_with_every_entry_whole()
    {
        for (var i = 0; i < 200; i++)
        {
            User.Put(Key($"{i}"), Encoding.UTF8.GetBytes($"answer {i}"));
        }
        for (var round = 0; round < 3; round++)
        {
            Local.Put(Key("0"), Encoding.UTF8.GetBytes($"changed {round}"));
            Local.Put(Key($"superfluous {round}"), "x"u8);
            using var start = new Barrier(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() =>
            {
                start.SignalAndWait();
                if (number == 3)
                {
                    User.Put(Key($"more {round}"), "meanwhile"u8);
                    User.Remove(Key($"{round + 1}"));
                    return;
                }
                var mirror = Sync().Mirror(Worktree, default);
                Sync().BringBack(Worktree, mirror);
            })));
            Sync().Mirror(Worktree, default)!.Keys.Should().HaveCount(User.Enumerate().Count());
        }

        _narrated.ToString().Should().BeEmpty();
        User.Stats().Should().BeEquivalentTo(new { DamagedEntries = 0 });
        Local.Enumerate().Select(file => file.Key).Should().BeEquivalentTo(User.Enumerate().Select(file => file.Key));
        Local.Enumerate().Should().OnlyContain(file => File.ReadAllBytes(file.Path).SequenceEqual(
            File.ReadAllBytes(file.Path.Replace(Local.Directory, User.Directory))));
    }

    private static CacheMirror Nothing { get; } = new(new HashSet<CacheKey>(), 0, 0);

    private string Worktree => _folder.In("worktree");

    private PromptCache User => new(_folder.In("user"));

    private PromptCache Local => new(Path.Combine(Worktree, ".lw_coder", "dspy_cache"));

    private CacheSync Sync(CacheSyncLimits? limits = null) =>
        new(_folder.In("user"), new Narrator(_narrated), TimeProvider.System, limits);

    private static CacheKey Key(string text) => CacheKey.Of(Encoding.UTF8.GetBytes(text));

    private string PlaceOf(string text) => Path.Combine(Local.Directory, Key(text).Hex[..2], Key(text).Hex + ".lwc");

    private static string FileOf(PromptCache cache, string key) => cache.Enumerate().Single(file => file.Key == Key(key)).Path;
}
