using LwCoder.Telemetry.Sql;

namespace LwCoder.Optimization.Examples;

/// <summary>
/// What the store says about sessions besides what happened in them: who started whom, cards, checks, kills, diagnoses. Small
/// beside the messages and calls, and so read at once.
/// </summary>
internal sealed class StoreFacts
{
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _cards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, bool>> _gates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Detector, DateTimeOffset At)> _kills = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _diagnoses = new(StringComparer.Ordinal);

    public required IReadOnlyList<SessionHead> Sessions { get; init; }

    public static StoreFacts Read(ISqlSession store)
    {
        var facts = new StoreFacts { Sessions = store.List(SessionHead.Query, SessionHead.Read) };
        // Explicit links last, so that they count before what was guessed.
        foreach (var (child, parent) in store.List(
            "SELECT task_id, parent_task_id FROM tasks WHERE parent_task_id IS NOT NULL", Pair)
            .Concat(store.List(
                "SELECT child_id, parent_id FROM child_rels ORDER BY CASE WHEN link = 'explicit' THEN 1 ELSE 0 END, parent_id",
                Pair)))
        {
            facts._parents[child] = parent;
        }
        foreach (var card in store.List(
            "SELECT task_id, card_id, status FROM checkpoints ORDER BY checkpoint_id",
            row => (Task: row.Text(0) ?? "", Card: row.Text(1) ?? "", Passed: row.Text(2) == "pass"))
            .GroupBy(row => (row.Task, row.Card)))
        {
            facts._cards[card.Key.Task] = facts._cards.GetValueOrDefault(card.Key.Task, true) && card.Last().Passed;
        }
        facts.ReadPunches(store);
        foreach (var (session, category) in store.List("SELECT session_id, category FROM diagnosis_classifications", Pair))
        {
            facts._diagnoses[session] = category;
        }
        return facts;
    }

    public bool? CardPassed(string task) => _cards.TryGetValue(task, out var passed) ? passed : null;

    public IReadOnlyDictionary<string, bool> Gates(string task) => _gates.GetValueOrDefault(task) ?? [];

    public string? KilledBy(string task) => _kills.TryGetValue(task, out var kill) ? kill.Detector : null;

    public string? DiagnosedAs(string session) => _diagnoses.GetValueOrDefault(session);

    public string? ParentOf(string task) => _parents.GetValueOrDefault(task);

    /// <summary>The task at the top; of a circle, which broken links can make, its smallest name.</summary>
    public string RootOf(string task)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { task };
        while (_parents.TryGetValue(task, out var parent))
        {
            if (!seen.Add(parent))
            {
                return seen.Min(StringComparer.Ordinal)!;
            }
            task = parent;
        }
        return task;
    }

    /// <summary>The killed session that this one followed; a subagent it had while it lived follows nothing.</summary>
    public string? RecoveredBy(SessionHead session) =>
        ParentOf(session.TaskId) is { } parent && _kills.TryGetValue(parent, out var kill) && session.StartedAt >= kill.At
            ? parent
            : null;

    private void ReadPunches(ISqlSession store)
    {
        foreach (var (task, type, key, at) in store.List(
            """
            SELECT task_id, punch_type, punch_key, observed_at FROM punches
            WHERE punch_type IN ('gate_pass', 'gate_fail', 'governor_kill') ORDER BY observed_at, punch_id
            """,
            row => (Task: row.Text(0) ?? "", Type: row.Text(1), Key: row.Text(2) ?? "", At: row.Moment(3) ?? default)))
        {
            if (type == "governor_kill")
            {
                _kills[task] = (key, at);
                continue;
            }
            if (!_gates.TryGetValue(task, out var gates))
            {
                _gates[task] = gates = new Dictionary<string, bool>(StringComparer.Ordinal);
            }
            gates[key] = type == "gate_pass";
        }
    }

    private static (string, string) Pair(ISqlCursor row) => (row.Text(0) ?? "", row.Text(1) ?? "");
}
