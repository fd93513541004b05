using System.Formats.Tar;
using System.Text;
using System.Runtime.Versioning;
using LwCoder.Sandboxes.Images;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sandboxes.Images;

[UnsupportedOSPlatform("windows")]
public sealed class HomeArchiveTests : IDisposable
{
    private readonly SandboxTempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_and_folders_keep_their_permissions_and_stay_ours_to_change()
    {
        Unpack(
            new(TarEntryType.Directory, "./.config/") { Mode = UnixFileMode.None },
            Content("./.config/settings", "{}", UnixFileMode.GroupRead));

        File.ReadAllText(_folder["home", ".config", "settings"]).Should().Be("{}");
        File.GetUnixFileMode(_folder["home", ".config", "settings"])
            .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Directory.Delete(_folder["home", ".config"], recursive: true);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("./a/../../outside")]
    [InlineData("/outside")]
    public void Nothing_is_written_outside(string name)
    {
        Unpack(Content(name, "evil"));

        Directory.EnumerateFiles(_folder.Path, "outside", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public void A_link_followed_by_a_file_through_it_writes_inside()
    {
        var target = _folder.Folder("target");

        HomeArchive.MakeLinks(Unpack(Link("./.factory", target), Content("./.factory/settings.json", "{}")));

        Directory.EnumerateFileSystemEntries(target).Should().BeEmpty();
        File.Exists(_folder["home", ".factory", "settings.json"]).Should().BeTrue();
    }

    [Fact]
    public void Links_are_made_last_and_only_where_nothing_is()
    {
        var links = Unpack(Link("./taken", "/etc"), Link("./free", "/opt/tool"), Link("./free/deeper", "/etc"));
        _folder.Write("home/taken", "ours");

        HomeArchive.MakeLinks(links);

        File.ReadAllText(_folder["home", "taken"]).Should().Be("ours");
        new FileInfo(_folder["home", "free"]).LinkTarget.Should().Be("/opt/tool");
        Directory.Exists("/opt/tool/deeper").Should().BeFalse();
    }

    [Fact]
    public void A_hard_link_becomes_a_copy_and_cannot_reach_outside()
    {
        _folder.Write("secret", "secret");
        Unpack(
            Content("./a", "text"),
            new(TarEntryType.HardLink, "./b") { LinkName = "./a" },
            new(TarEntryType.HardLink, "./c") { LinkName = "../secret" });

        File.ReadAllText(_folder["home", "b"]).Should().Be("text");
        File.Exists(_folder["home", "c"]).Should().BeFalse();
    }

    private IReadOnlyList<HomeLink> Unpack(params PaxTarEntry[] entries)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }
        stream.Position = 0;
        return HomeArchive.Unpack(stream, _folder.Folder("home"));
    }

    private static PaxTarEntry Content(string name, string text, UnixFileMode mode = UnixFileMode.UserRead) =>
        new(TarEntryType.RegularFile, name) { Mode = mode, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) };

    private static PaxTarEntry Link(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };
}
