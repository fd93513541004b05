using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using LwCoder.Recording.Import;
using LwCoder.Telemetry;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Recording.Import;

/// <summary>
/// One damaged file among good ones, for every source and every way: nothing crashes, nothing good is lost, and what is wrong
/// is said of the file it is wrong with, each time.
/// </summary>
public sealed class DamagedSourcesTests : IAsyncLifetime
{
    private static readonly string[] Good = ["a-good", "z-good"];

    private readonly AgentsTestFolder _folder = new();
    private TestDatabase _database = null!;
    private TelemetryStore _store = null!;

    public static TheoryData<string> Sources() => [.. SessionFileKind.All.Select(kind => kind.Name)];

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(Engine.Sqlite);
        _store = _database.Open();
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void There_are_forty_ways_for_each_of_the_sources()
    {
        FileDamage.All.Should().HaveCountGreaterThanOrEqualTo(40).And.OnlyHaveUniqueItems(damage => damage.Name);
        SessionFileKind.All.Select(kind => kind.Name).Should().Equal(ImportSources.Names);
    }

    [Theory, MemberData(nameof(Sources))]
    public async Task A_damaged_file_is_named_and_the_others_are_imported(string source)
    {
        var kind = Kind(source);
        foreach (var damage in FileDamage.All)
        {
            await File.WriteAllBytesAsync(kind.Prepare(_folder.Path, IdOf(damage)), damage.Make(kind.Good(IdOf(damage))));
        }

        var first = await ImportAsync(kind);
        var again = await ImportAsync(kind);

        FileDamage.All.ToDictionary(damage => damage.Name, damage => TroubleOf(damage, first))
            .Should().BeEquivalentTo(FileDamage.All.ToDictionary(damage => damage.Name, damage => damage.Says(kind)));
        first.Problems.Should().HaveCount(FileDamage.All.Count(damage => damage.Says(kind) is not null));
        again.Problems.Should().Equal(first.Problems);
        again.Imported.Should().Be(0);
        foreach (var damage in FileDamage.All.Where(damage => damage.Messages is not null))
        {
            (await MessagesAsync(IdOf(damage))).Should().Be(damage.Messages, damage.Name);
        }

        // An empty run is named by its folder.
        ImportTrouble? TroubleOf(FileDamage damage, ImportReport report) => report.Problems.SingleOrDefault(problem =>
            kind.Prepare(_folder.Path, IdOf(damage)) is var file
            && (problem.Path == file || problem.Path == Path.GetDirectoryName(file)))?.Trouble;
    }

    [Theory]
    [InlineData(""), InlineData("null"), InlineData("[]"), InlineData("{"), InlineData("{}"), InlineData("\0\0"),
        InlineData("{\"run_id\":7}")]
    public async Task A_run_whose_record_is_damaged_keeps_its_session(string record)
    {
        var kind = Kind("runs");
        kind.WriteGood(_folder.Path, "bad");
        var manifest = _folder["runs/bad/20260105_080000/run.json"];
        await File.WriteAllTextAsync(manifest, record);

        var report = await ImportAsync(kind);

        report.Problems.Should().Equal(new ImportProblem(manifest, "it is no record of a run", ImportTrouble.Damaged));
        (await MessagesAsync("bad")).Should().Be(3);
        (await _store.TextAsync("SELECT plan_id FROM sessions WHERE session_id = 'bad'")).Should().Be("bad");
    }

    [Theory]
    [InlineData(""), InlineData("null"), InlineData("[1]"), InlineData("{\"category\":\"\\ud83d\"}"),
        InlineData("{\"category\":\"c\",\"confidence\":1e400,\"evidence\":[7,null]}")]
    public async Task A_run_whose_diagnosis_is_damaged_keeps_its_session(string diagnosis)
    {
        var kind = Kind("runs");
        kind.WriteGood(_folder.Path, "bad");
        _folder.Write("runs/bad/20260105_080000/diagnosis.json", diagnosis);

        (await ImportAsync(kind)).Problems.Should().BeEmpty();
        (await MessagesAsync("bad")).Should().Be(3);
    }

    [Theory, MemberData(nameof(Sources))]
    public void A_value_of_a_wrong_type_stops_nothing(string source)
    {
        var kind = Kind(source);
        var bad = kind.Prepare(_folder.Path, "bad");
        var count = 0;
        foreach (var bytes in FileDamage.WrongTypes(kind, "bad"))
        {
            File.WriteAllBytes(bad, bytes);
            ReadAll(kind);
            count++;
        }
        count.Should().BeGreaterThan(300);
    }

    [Theory, MemberData(nameof(Sources))]
    public void Any_bytes_can_be_a_session(string source)
    {
        var kind = Kind(source);
        var bad = kind.Prepare(_folder.Path, "bad");
        var chance = new Random(20260105);
        for (var round = 0; round < 300; round++)
        {
            var bytes = FileDamage.ByChance(kind.Good("bad"), chance);
            File.WriteAllBytes(bad, bytes);
            var read = () => ReadAll(kind);
            read.Should().NotThrow($"of {Encoding.UTF8.GetString(bytes)}");
        }
    }

    [UnixTheory, MemberData(nameof(Sources)), UnsupportedOSPlatform("windows")]
    public async Task A_file_that_somebody_has_locked_is_named_and_read_the_next_time(string source)
    {
        var kind = Kind(source);
        kind.WriteGood(_folder.Path, "bad");
        var bad = kind.Prepare(_folder.Path, "bad");

        using (new FileStream(bad, FileMode.Open, FileAccess.Read, FileShare.None))
        {
            var report = await ImportAsync(kind);
            report.Problems.Should().ContainSingle().Which.Trouble.Should().Be(ImportTrouble.Unreadable);
            report.Problems[0].Path.Should().StartWith(Path.GetDirectoryName(bad));
        }
        (await ImportAsync(kind)).Problems.Should().BeEmpty();
        (await MessagesAsync("bad")).Should().Be(3);
    }

    [UnixTheory, MemberData(nameof(Sources)), UnsupportedOSPlatform("windows")]
    public async Task A_file_that_may_not_be_read_is_named_and_read_once_it_may(string source)
    {
        var kind = Kind(source);
        kind.WriteGood(_folder.Path, "bad");
        var bad = kind.Prepare(_folder.Path, "bad");
        File.SetUnixFileMode(bad, UnixFileMode.None);

        var report = await ImportAsync(kind);
        File.SetUnixFileMode(bad, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        // Nothing is forbidden to root.
        report.Unreadable.Should().Be(Environment.IsPrivilegedProcess ? 0 : 1);
        (await ImportAsync(kind)).Problems.Should().BeEmpty();
        (await MessagesAsync("bad")).Should().Be(3);
    }

    [UnixTheory, UnsupportedOSPlatform("windows")]
    [InlineData("kilo"), InlineData("claude-code"), InlineData("droid"), InlineData("codex")]
    public async Task A_folder_that_may_not_be_looked_into_is_named(string source)
    {
        var kind = Kind(source);
        var closed = Directory.CreateDirectory(
            Path.Combine(Path.GetDirectoryName(kind.Prepare(_folder.Path, "bad"))!, "..", "closed")).FullName;
        File.SetUnixFileMode(closed, UnixFileMode.None);

        var report = await ImportAsync(kind);
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        report.Problems.Select(problem => problem.Path).Should().Equal(Environment.IsPrivilegedProcess ? [] : [closed]);
        (await ImportAsync(kind)).Problems.Should().BeEmpty();
    }

    [UnixTheory, MemberData(nameof(Sources)), UnsupportedOSPlatform("windows")]
    public async Task What_only_looks_like_a_file_is_not_followed_and_blocks_nobody(string source)
    {
        var kind = Kind(source);
        File.CreateSymbolicLink(kind.Prepare(_folder.Path, "loop"), kind.Prepare(_folder.Path, "loop"));
        Directory.CreateDirectory(kind.Prepare(_folder.Path, "folder"));
        var pipe = kind.Prepare(_folder.Path, "pipe");
        using var make = Process.Start("mkfifo", [pipe]);
        await make.WaitForExitAsync();
        var inside = Path.GetDirectoryName(kind.Prepare(_folder.Path, "linked"))!;
        Directory.CreateSymbolicLink(Path.Combine(inside, "again"), _folder.Path);

        var report = await ImportAsync(kind);

        report.Problems.Where(problem => problem.Path != pipe).Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Sources))]
    public async Task Locks_and_unfinished_files_beside_a_session_are_none(string source)
    {
        var kind = Kind(source);
        kind.WriteGood(_folder.Path, "bad");
        var bad = kind.Prepare(_folder.Path, "bad");
        foreach (var ending in (string[])[".lock", ".tmp", "~", ".bak", ".1234.tmp"])
        {
            await File.WriteAllTextAsync(bad + ending, "{\"pid\":");
        }

        (await ImportAsync(kind)).Problems.Should().BeEmpty();
        (await MessagesAsync("bad")).Should().Be(3);
    }

    private static string IdOf(FileDamage damage) => $"bad-{FileDamage.All.ToList().IndexOf(damage):00}";

    private static SessionFileKind Kind(string source) => SessionFileKind.All.Single(kind => kind.Name == source);

    private async Task<ImportReport> ImportAsync(SessionFileKind kind)
    {
        foreach (var id in Good.Where(id => !File.Exists(kind.Prepare(_folder.Path, id))))
        {
            kind.WriteGood(_folder.Path, id);
        }
        var source = kind.Source(_folder.Path);
        var report = await new Importer(_store, text => text, TimeProvider.System)
            .RunAsync(source, source.UsualPlaces, new Quiet(), CancellationToken.None);
        foreach (var id in Good)
        {
            (await MessagesAsync(id)).Should().Be(3, "nothing is wrong with it");
        }
        return report;
    }

    private async Task<int> MessagesAsync(string session) => int.Parse((await _store.TextAsync(
        $"SELECT COUNT(*) FROM messages WHERE session_id = '{session}' AND content_type = 'text' AND role <> 'system'"))!);

    /// <summary>As an import does, without the store.</summary>
    private void ReadAll(SessionFileKind kind)
    {
        var source = kind.Source(_folder.Path);
        foreach (var unit in source.UsualPlaces.SelectMany(source.Find))
        {
            SessionProjectorTests.Project(
                [.. unit.Read().Where(happened => happened is not LwCoder.Agents.Events.RecordDamaged)]);
        }
    }
}
