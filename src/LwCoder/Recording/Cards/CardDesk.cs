using System.Text;
using System.Text.Json;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Recording.Cards;

/// <summary>
/// Checks tasks against cards and keeps each verdict. A task that failed can pass later: the newest verdict counts.
/// </summary>
internal sealed class CardDesk(ITelemetryStore store, TimeProvider time)
{
    /// <summary>Puts the stock cards into a store that has none of that name; a person's changes stay.</summary>
    public async Task SeedAsync(CancellationToken cancel)
    {
        var known = await store.ReadAsync(
            session => session.List("SELECT DISTINCT card_id FROM punch_cards", row => row.Text(0) ?? "")
                .ToHashSet(StringComparer.Ordinal),
            cancel);
        var batch = new TelemetryBatch(text => text);
        foreach (var line in SeedCards.All.Where(card => !known.Contains(card.Id)).SelectMany(card => card.Lines))
        {
            batch.Add(line);
        }
        if (batch.Count > 0)
        {
            await store.WriteAsync(batch, cancel);
        }
    }

    /// <exception cref="UserError">There is no such card, or no such task: neither can be passed.</exception>
    public async Task<CardVerdict> CheckAsync(string cardId, string task, bool enforcedOnly, CancellationToken cancel)
    {
        var (card, punches, isKnown) = await store.ReadAsync(
            session => (ReadCard(session, cardId), CountPunches(session, task), IsKnown(session, task)), cancel);
        if (card.Lines.Count == 0)
        {
            throw new UserError(
                $"there is no punch card '{cardId}'",
                "see 'lw_coder telemetry sql \"SELECT DISTINCT card_id FROM punch_cards\"'");
        }
        if (!isKnown)
        {
            throw new UserError($"there is no task '{task}' in the store", "see 'lw_coder telemetry sessions'");
        }
        var verdict = CardCheck.Check(card, punches, enforcedOnly);
        var batch = new TelemetryBatch(text => text);
        batch.Add(new CheckpointRow
        {
            TaskId = task,
            CardId = cardId,
            Passed = verdict.Passed,
            ValidatedAt = time.GetUtcNow(),
            MissingPunches = verdict.Missing.Count == 0 ? null : Describe(verdict.Missing.Select(line => (line, 0))),
            Violations = verdict.Violations.Count == 0 ? null : Describe(verdict.Violations.Select(one => (one.Line, one.Count))),
        });
        await store.WriteAsync(batch, cancel);
        var gate = $"{cardId} for {task}";
        if (verdict.Passed && !await store.ReadAsync(session => IsMarked(session, gate, cardId, task), cancel))
        {
            await KeepAsync(await store.MarkAsync(BoundaryKind.GatePassed, gate, cancel), cardId, task, cancel);
        }
        return verdict;
    }

    /// <summary>Since it stands as it does now: whoever was killed before marking it is made up for.</summary>
    private static bool IsMarked(ISqlSession session, string gate, string cardId, string task) => session.Number(
        """
        SELECT 1 FROM boundaries WHERE kind = ? AND subject = ?
        AND reached_at >= (SELECT MAX(validated_at) FROM checkpoints WHERE task_id = ? AND card_id = ?) LIMIT 1
        """,
        BoundaryName.Of(BoundaryKind.GatePassed), gate, task, cardId) is not null;

    /// <summary>On Dolt a checkpoint names the commit it was passed in.</summary>
    private async Task KeepAsync(string? hash, string cardId, string task, CancellationToken cancel)
    {
        if (hash is not null)
        {
            await store.ChangeAsync(
                session => session.Execute(
                    """
                    UPDATE checkpoints SET dolt_commit_hash = ?
                    WHERE task_id = ? AND card_id = ? AND status = 'pass' AND dolt_commit_hash IS NULL
                    """,
                    hash, task, cardId),
                cancel);
        }
    }

    private static PunchCard ReadCard(ISqlSession session, string id) => new(id, session.List(
        """
        SELECT punch_type, punch_key_pattern, required, forbidden, enforced, description
        FROM punch_cards WHERE card_id = ? ORDER BY punch_type, punch_key_pattern
        """,
        row => PunchTypeName.Parse(row.Text(0)) is { } type
            ? new PunchCardRow(id, type, row.Text(1) ?? "")
            {
                Required = row.Whole(2) != 0,
                Forbidden = row.Whole(3) == 1,
                Enforced = row.Whole(4) == 1,
                Description = row.Text(5),
            }
            : throw new UserError(
                $"the punch card '{id}' asks for a '{row.Text(0)}', which this lw_coder does not know",
                "install a newer lw_coder", ExitCode.Environment),
        id));

    private static List<PunchCount> CountPunches(ISqlSession session, string task) =>
    [
        .. session.List(
            "SELECT punch_type, punch_key, COUNT(*) FROM punches WHERE task_id = ? GROUP BY punch_type, punch_key",
            row => (Type: PunchTypeName.Parse(row.Text(0)), Key: row.Text(1) ?? "", Count: (int)(row.Whole(2) ?? 0)), task)
            .Where(row => row.Type is not null).Select(row => new PunchCount(row.Type!.Value, row.Key, row.Count)),
    ];

    private static bool IsKnown(ISqlSession session, string task) =>
        session.Number("SELECT COUNT(*) FROM tasks WHERE task_id = ?", task) > 0;

    private static string Describe(IEnumerable<(PunchCardRow Line, int Count)> lines)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var (line, count) in lines)
            {
                json.WriteStartObject();
                json.WriteString("type", PunchTypeName.Of(line.Type));
                json.WriteString("pattern", line.KeyPattern);
                json.WriteNumber("count", count);
                json.WriteString("description", line.Description);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
