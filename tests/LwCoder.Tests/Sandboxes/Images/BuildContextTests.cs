using System.Formats.Tar;
using System.Text;
using System.Runtime.Versioning;
using LwCoder.Sandboxes.Images;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sandboxes.Images;

[UnsupportedOSPlatform("windows")]
public sealed class BuildContextTests : IDisposable
{
    private readonly SandboxTempFolder _folder = new();
    private TimeProvider _time = TimeProvider.System;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_let_in_is_found_in_order_and_links_are_not_followed()
    {
        _folder.Write("repo/tools/a.sh", "a");
        _folder.Write("repo/tools/b/c", "c");
        _folder.Write("repo/src/x.cs", "x");
        File.CreateSymbolicLink(_folder["repo", "tools", "out"], "/etc");

        Find("**\n!tools").Select(entry => (entry.Path, entry.LinkTarget)).Should().Equal(
            ("tools", null), ("tools/a.sh", null), ("tools/b", null), ("tools/b/c", null), ("tools/out", "/etc"));
    }

    [Fact]
    public async Task The_digest_follows_contents_names_modes_and_links_but_not_times()
    {
        var file = _folder.Write("repo/a", "one");
        var first = await DigestAsync();

        File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        (await DigestAsync()).Should().Be(first, "a fresh checkout must not rebuild");

        File.WriteAllText(file, "two");
        var second = await DigestAsync();
        second.Should().NotBe(first);

        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute);
        var third = await DigestAsync();
        third.Should().NotBe(second);

        _folder.Folder("repo/empty");
        var fourth = await DigestAsync();
        fourth.Should().NotBe(third);

        File.CreateSymbolicLink(_folder["repo", "link"], "a");
        (await DigestAsync()).Should().NotBe(fourth);
    }

    [Fact]
    public async Task An_unchanged_file_is_not_read_again()
    {
        var file = _folder.Write("repo/a", "one");
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, old);
        var first = await DigestAsync();

        // Same size, same time: only a reader would notice.
        File.WriteAllText(file, "two");
        File.SetLastWriteTimeUtc(file, old);

        (await DigestAsync()).Should().Be(first);
    }

    [Fact]
    public async Task A_file_changed_within_the_clocks_tick_is_read_again()
    {
        var file = _folder.Write("repo/a", "one");
        var now = File.GetLastWriteTimeUtc(file);
        _time = new ManualTime(now);
        var first = await DigestAsync();

        File.WriteAllText(file, "two");
        File.SetLastWriteTimeUtc(file, now);

        (await DigestAsync()).Should().NotBe(first);
    }

    [Fact]
    public async Task A_damaged_memory_only_costs_time()
    {
        _folder.Write("repo/a", "one");
        var first = await DigestAsync();
        _folder.Write("memory", "nonsense\n\n" + new string('x', 200));

        (await DigestAsync()).Should().Be(first);
    }

    [Fact]
    public async Task The_tar_holds_the_dockerfile_even_if_it_is_excluded_and_links_as_links()
    {
        _folder.Write("repo/ünï cödé/file", "text");
        File.CreateSymbolicLink(_folder["repo", "link"], "../../etc/passwd");
        using var stream = new MemoryStream();

        await ContextTar.WriteAsync(stream, Find(".lw_coder"), (".lw_coder/code.Dockerfile", "FROM x\n"), default);

        stream.Position = 0;
        var entries = new List<string>();
        await using var tar = new TarReader(stream);
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            var content = entry.DataStream is { } data ? await new StreamReader(data, Encoding.UTF8).ReadToEndAsync() : "";
            entries.Add($"{entry.EntryType} {entry.Name} {content}{entry.LinkName} {entry.Uid}");
        }
        entries.Should().Equal(
            "RegularFile .lw_coder/code.Dockerfile FROM x\n 0",
            "SymbolicLink link ../../etc/passwd 0",
            "Directory ünï cödé/  0",
            "RegularFile ünï cödé/file text 0");
    }

    private List<ContextEntry> Find(string ignore) =>
        BuildContext.Find(_folder["repo"], IgnoreFile.Parse(ignore, "ignore"));

    private Task<string> DigestAsync() =>
        new ContextDigest(_folder["memory"], _time).ComputeAsync(Find(""), default);
}
