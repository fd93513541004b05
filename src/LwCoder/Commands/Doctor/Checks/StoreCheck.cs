using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Telemetry;
using LwCoder.Telemetry.MySql;
using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;
using LwCoder.Telemetry.Sqlite;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>Where sessions are recorded. A run goes on without it, so nothing here is a problem for one.</summary>
internal sealed class StoreCheck(DoctorScene scene) : IDoctorCheck
{
    public string Name => "store";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel) => scene switch
    {
        { Settings: null } or { Repository: null } => Task.FromResult<IReadOnlyList<Finding>>([]),
        { Offline: true } when scene.Settings.Get(StoreSettings.Url) is { } url =>
            Task.FromResult<IReadOnlyList<Finding>>([Finding.Ok($"{url}, not asked")]),
        _ => Task.Run<IReadOnlyList<Finding>>(
            () => [Look(scene.Settings, scene.Repository.Root), .. Spooled(scene.Repository.Root)], cancel),
    };

    private Finding Look(Settings settings, string root)
    {
        try
        {
            if (settings.Get(StoreSettings.Url) is { } url)
            {
                var address = StoreAddress.Parse(url);
                using var server = MySqlSession.Open(address, RepositoryStore.PasswordIn(scene.Environment, scene.Home));
                return Judge(server, $"{address} ({server.Dialect.Name})");
            }
            var file = StoreLocation.DatabaseIn(StateFolder.Of(root));
            if (!File.Exists(file))
            {
                return Finding.Ok("no session was recorded here yet");
            }
            using var database = SqliteSession.Open(file, SqliteAccess.Read);
            return Judge(database, file);
        }
        catch (UserError unusable)
        {
            return Finding.Warning($"sessions cannot be recorded: {unusable.Message}", unusable.Hint ?? "see docs/telemetry.md");
        }
    }

    private static Finding Judge(ISqlSession session, string what) => Migrator.VersionOf(session) == 0
        ? Finding.Ok($"{what} is reachable and has no sessions yet")
        : Finding.Ok($"{session.Number("SELECT COUNT(*) FROM sessions")} sessions in {what}");

    private static IEnumerable<Finding> Spooled(string root)
    {
        var folder = StoreLocation.SpoolIn(StateFolder.Of(root));
        var waiting = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jsonl").Length : 0;
        return waiting == 0 ? [] :
        [
            Finding.Note(
                $"{waiting} files in {folder} wait for the store",
                "any telemetry command brings them in: lw_coder telemetry sessions"),
        ];
    }
}
