using System.Text;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;
using LwCoder.Recording.Punches;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Recording.Import;

/// <summary>
/// Writes down which tasks started which, from the notes all imports have left. Links that were guessed before may change.
/// </summary>
internal sealed class ChildLinker(ITelemetryStore store, TimeProvider time)
{
    public async Task<LinkCounts> LinkAsync(CancellationToken cancel)
    {
        var (tasks, spawns, ends) = await store.ReadAsync(Read, cancel);
        var links = ChildLinks.Find(tasks, spawns, out var unresolved);
        await store.ChangeAsync(session => Forget(session, links), cancel);
        await store.WriteAsync(ToRows(links, ends), cancel);
        return new LinkCounts(
            links.Count(link => link.How == ChildLinks.Content), links.Count(link => link.How == ChildLinks.Time), unresolved);
    }

    private static (List<BegunTask>, List<SpawnedTask>, Dictionary<string, End>) Read(ISqlSession session)
    {
        var tasks = new Dictionary<string, BegunTask>(StringComparer.Ordinal);
        var spawns = new Dictionary<(string, string), SpawnedTask>();
        var notes = session.List(
            "SELECT session_id, event_type, event_ts, payload_json FROM raw_events WHERE event_type IN (?, ?) ORDER BY event_ts",
            row => (Task: row.Text(0) ?? "", Type: row.Text(1), At: row.Whole(2) ?? 0, Payload: row.Text(3) ?? ""),
            LinkHints.Began, LinkHints.Spawned);
        foreach (var note in notes)
        {
            using var json = LenientJson.Parse(Encoding.UTF8.GetBytes(note.Payload));
            var fields = json?.RootElement ?? default;
            if (note.Type == LinkHints.Began)
            {
                // A task that has grown has left several notes; a parent that was once named stays.
                var before = tasks.GetValueOrDefault(note.Task);
                tasks[note.Task] = new BegunTask(
                    note.Task, before?.Created ?? note.At, fields.Flag("exact"), before?.Words ?? fields.Text("words"),
                    fields.Text("parent") ?? before?.Parent);
                continue;
            }
            var call = fields.Text("call") ?? "";
            var known = spawns.GetValueOrDefault((note.Task, call));
            spawns[(note.Task, call)] = new SpawnedTask(
                note.Task, call, note.At, fields.Whole("ended") ?? known?.Ended, fields.Text("words") ?? known?.Words);
        }
        var ends = session.List(
            """
            SELECT sessions.session_id, sessions.status, sessions.started_at, sessions.completed_at
            FROM sessions JOIN raw_events ON raw_events.session_id = sessions.session_id WHERE raw_events.event_type = ?
            """,
            row => (Id: row.Text(0) ?? "", End: new End(row.Text(1) == "completed", row.Moment(2), row.Moment(3))),
            LinkHints.Began);
        return (
            [.. tasks.Values], [.. spawns.Values], ends.DistinctBy(one => one.Id).ToDictionary(one => one.Id, one => one.End));
    }

    private static bool Forget(ISqlSession session, IReadOnlyList<ChildLink> links)
    {
        foreach (var link in links)
        {
            session.Execute(
                "DELETE FROM child_rels WHERE child_id = ? AND parent_id <> ? AND link IN (?, ?)",
                link.Child, link.Parent, ChildLinks.Content, ChildLinks.Time);
            session.Execute(
                "DELETE FROM child_relationships WHERE child_task_id = ? AND parent_task_id <> ? AND link IN (?, ?)",
                link.Child, link.Parent, ChildLinks.Content, ChildLinks.Time);
        }
        return true;
    }

    private TelemetryBatch ToRows(IReadOnlyList<ChildLink> links, Dictionary<string, End> ends)
    {
        var batch = new TelemetryBatch(text => text);
        foreach (var link in links)
        {
            var end = ends.GetValueOrDefault(link.Child) ?? new End(false, null, null);
            var spawned = DateTimeOffset.FromUnixTimeMilliseconds(link.Spawned);
            var started = end.Started ?? spawned;
            batch.Add(new ChildRow
            {
                ParentId = link.Parent,
                ChildId = link.Child,
                SpawnedAt = spawned,
                CompletedAt = end.IsCompleted ? end.Ended : null,
                Link = link.How,
            });
            batch.Add(new SessionRow
            {
                SessionId = link.Child,
                TaskId = link.Child,
                StartedAt = started,
                Status = SessionStatus.Unknown,
                ParentSessionId = link.Parent,
            });
            batch.Add(new TaskRow
            {
                TaskId = link.Child,
                StartedAt = started,
                Status = SessionStatus.Unknown,
                ParentTaskId = link.Parent,
            });
            if (end.IsCompleted)
            {
                batch.Add(PunchClassifier.ChildComplete(link.Parent, link.Child, end.Ended ?? time.GetUtcNow()));
            }
        }
        return batch;
    }

    private sealed record End(bool IsCompleted, DateTimeOffset? Started, DateTimeOffset? Ended);
}
