using System.Text;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.OpenCode;
using LwCoder.Agents.Transcripts;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Sql;
using LwCoder.Telemetry.Sqlite;

namespace LwCoder.Recording.Import;

/// <summary>opencode's own database, and files made by `opencode export`.</summary>
internal sealed class OpenCodeSource(string home) : IImportSource
{
    public const string SourceName = "opencode";

    private const string Database = "opencode.db";

    private readonly TranscriptSource _exports = new(SourceName, new OpenCodeExports(), []);

    public string Name => SourceName;

    public IReadOnlyList<string> UsualPlaces => [Path.Combine(home, ".local", "share", "opencode")];

    /// <param name="place">A database, an export, or a folder with either.</param>
    public IEnumerable<ImportUnit> Find(string place)
    {
        var isDatabase = File.Exists(place) && place.EndsWith(".db", StringComparison.OrdinalIgnoreCase);
        var database = isDatabase ? place : Path.Combine(place, Database);
        return File.Exists(database) && new FileInfo(database).LinkTarget is null ? FindIn(database) : _exports.Find(place);
    }

    private static IEnumerable<ImportUnit> FindIn(string database)
    {
        List<(string Id, long Updated, string Info)> sessions;
        try
        {
            using var session = SqliteSession.Open(database, SqliteAccess.Read);
            sessions = session.List(
                """
                SELECT id, time_updated, json_object(
                    'version', CAST(version AS TEXT), 'directory', CAST(directory AS TEXT), 'parentID', CAST(parent_id AS TEXT),
                    'agent', CAST(agent AS TEXT), 'model', json(CASE WHEN json_valid(model) THEN model ELSE 'null' END),
                    'time', json_object('created', CAST(time_created AS INTEGER)))
                FROM session ORDER BY time_created, id
                """,
                row => (row.Text(0) ?? "", row.Whole(1) ?? 0, row.Text(2) ?? "{}"));
        }
        catch (StoreException unreadable)
        {
            throw new IOException($"{database} is no database of an opencode we know: {unreadable.Message}", unreadable);
        }
        return sessions.Select(one => new ImportUnit(
            PathOf(database, one.Id),
            [],
            new SessionFacts
            {
                Source = SourceName,
                FallbackId = one.Id,
                FallbackTime = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(one.Updated, 0, 253_402_300_799_000)),
                Tool = SourceName,
            },
            () => Read(database, one.Id, one.Info))
        {
            Stamp = new FileStamp(0, one.Updated),
        });
    }

    private static IEnumerable<SessionEvent> Read(string database, string id, string info)
    {
        var reader = new OpenCodeReader(id);
        using var session = SqliteSession.Open(database, SqliteAccess.Read);
        var messages = session.List(
            "SELECT id, data FROM message WHERE session_id = ? ORDER BY time_created, id",
            row => (Id: row.Text(0) ?? "", Data: row.Text(1) ?? ""), id);
        using (var own = Parse(info))
        {
            yield return reader.Start(own?.RootElement ?? default, FirstAnswerIn(messages.Select(message => message.Data)));
        }
        var broken = 0;
        foreach (var message in messages)
        {
            using var document = Parse(message.Data);
            var parts = session.List(
                "SELECT id, data FROM part WHERE message_id = ? ORDER BY id",
                row => (Id: row.Text(0) ?? "", Data: row.Text(1) ?? ""), message.Id);
            var documents = parts.Select(part => (part.Id, Json: Parse(part.Data))).ToList();
            broken += documents.Count(part => part.Json is null) + (document is null ? 1 : 0);
            var read = documents.Where(part => part.Json is not null).Select(part => (part.Id, part.Json!.RootElement));
            foreach (var happened in reader.Read(message.Id, document?.RootElement ?? default, read))
            {
                yield return happened;
            }
            documents.ForEach(part => part.Json?.Dispose());
        }
        if (broken > 0)
        {
            yield return new RecordDamaged(PathOf(database, id), $"{broken} of its messages and their parts are no JSON");
        }
        foreach (var end in reader.End())
        {
            yield return end;
        }
    }

    private static JsonElement FirstAnswerIn(IEnumerable<string> messages)
    {
        foreach (var message in messages)
        {
            using var document = Parse(message);
            if (document is not null && OpenCodeReader.IsAnswer(document.RootElement))
            {
                return document.RootElement.Clone();
            }
        }
        return default;
    }

    private static string PathOf(string database, string session) => $"{database}#{session}";

    private static JsonDocument? Parse(string json) => LenientJson.Parse(Encoding.UTF8.GetBytes(json));
}
