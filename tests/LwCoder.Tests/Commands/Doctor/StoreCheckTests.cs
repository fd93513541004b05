using LwCoder.Commands.Doctor;
using LwCoder.Commands.Doctor.Checks;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Commands.Doctor;

public sealed class StoreCheckTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_repository_without_sessions_is_fine_and_stays_without()
    {
        (await CheckAsync()).Should().Equal(Finding.Ok("no session was recorded here yet"));
        Directory.Exists(_folder.In(".lw_coder")).Should().BeFalse();
    }

    [Fact]
    public async Task Sessions_are_counted_and_what_waits_for_the_store_is_said()
    {
        await using (var store = SqliteStore.At(StoreLocation.DatabaseIn(_folder.In(".lw_coder")), TimeProvider.System))
        {
            await store.WriteAsync(SampleRows.Session());
        }
        _folder.Write(".lw_coder/telemetry.db.spool/x.jsonl", "{}\n");

        var found = await CheckAsync();

        found[0].Message.Should().StartWith("1 sessions in ");
        found[1].State.Should().Be(FindingState.Note);
        found[1].Message.Should().StartWith("1 files in ");
    }

    [Fact]
    public async Task A_damaged_store_is_a_warning_as_runs_go_on_without()
    {
        _folder.Write(".lw_coder/telemetry.db", new string('x', 5000));

        var found = (await CheckAsync()).Should().ContainSingle().Subject;

        found.State.Should().Be(FindingState.Warning);
        found.Fix.Should().Contain("move it away");
    }

    [MariaDbFact]
    public async Task A_server_is_asked_with_the_password_of_the_environment()
    {
        await using var database = await TestDatabase.CreateAsync(LwCoder.Tests.Telemetry.Support.Engine.MariaDb);
        _variables["LW_CODER_STORE_URL"] = database.Address.ToString();
        (await CheckAsync()).Should().ContainSingle().Which.Fix.Should().Contain("LW_CODER_STORE_PASSWORD");

        _variables["LW_CODER_STORE_PASSWORD"] = MariaDbServer.Password;
        (await CheckAsync()).Should().Equal(Finding.Ok($"{database.Address} (MySQL) is reachable and has no sessions yet"));
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session());
        (await CheckAsync()).Should().Equal(Finding.Ok($"1 sessions in {database.Address} (MySQL)"));
        (await CheckAsync(offline: true)).Should().Equal(Finding.Ok($"{database.Address}, not asked"));
    }

    private async Task<IReadOnlyList<Finding>> CheckAsync(bool offline = false)
    {
        var home = new HomeLayout(_folder.In("home"));
        var repository = new RepositoryFacts
        {
            Root = _folder.Path,
            CurrentWorktree = _folder.Path,
            CommonDirectory = _folder.In(".git"),
            Head = new string('a', 40),
            Branch = "main",
            IsShallow = false,
            Config = GitConfig.Parse(""),
            IgnoreFiles = [],
        };
        var reader = new DoctorSceneReader(_ => Task.FromResult<RepositoryFacts?>(repository), home, _variables);
        return await new StoreCheck(await reader.ReadAsync(offline, default)).RunAsync(default);
    }
}
