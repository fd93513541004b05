using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Queries;

/// <summary>A task with all it started.</summary>
/// <param name="Cost">Of all of them, in US dollars.</param>
internal sealed record TaskTree(
    string Root, string? PlanId, string? Tool, DateTimeOffset? StartedAt, decimal Cost, long Tasks, long Depth);

/// <summary>A task in a tree.</summary>
/// <param name="Link">How it is known whose child it is; null for the root.</param>
/// <param name="Depth">0 for the root.</param>
internal sealed record TaskNode(string Id, int Depth, string? Link, string Status, string? Mode, string? Model, decimal Cost);

internal static class TreeQueries
{
    /// <summary>Deeper trees are a mistake in somebody's records.</summary>
    private const int Deepest = 50;

    /// <summary>
    /// The trees that cost most, first. A task is a root when nothing above it is there, which may have been pruned or never
    /// recorded; tasks of the earlier system need not have a session.
    /// </summary>
    public static List<TaskTree> Costliest(ISqlSession session, SessionFilter filter, int limit)
    {
        var (condition, values) = filter.ToCondition();
        return session.List(
            $"""
            SELECT a.root_task_id, r.plan_id, r.tool, r.started_at, a.total_cost_usd, a.task_count, a.max_depth
            FROM cost_aggregate AS a
            JOIN (
                SELECT t.task_id, s.plan_id, s.tool, COALESCE(s.started_at, t.started_at) AS started_at
                FROM tasks AS t LEFT JOIN sessions AS s ON s.task_id = t.task_id
                WHERE NOT EXISTS (SELECT 1 FROM tasks AS above WHERE above.task_id = t.parent_task_id)
            ) AS r ON r.task_id = a.root_task_id
            WHERE {condition} ORDER BY a.total_cost_usd DESC, a.root_task_id LIMIT ?
            """,
            row => new TaskTree(
                row.Text(0)!, row.Text(1), row.Text(2), row.Moment(3), row.Money(4),
                row.Whole(5) ?? 0, row.Whole(6) ?? 0),
            [.. values, (long)limit]);
    }

    /// <summary>A task and all below it, each after its parent.</summary>
    public static List<TaskNode> Below(ISqlSession session, string root)
    {
        var nodes = new List<TaskNode>();
        Add(session, root, link: null, depth: 0, nodes, []);
        return nodes;
    }

    private static void Add(
        ISqlSession session, string id, string? link, int depth, List<TaskNode> nodes, HashSet<string> seen)
    {
        // A circle, as records of other programs may have, ends where it began.
        if (depth > Deepest || !seen.Add(id))
        {
            return;
        }
        nodes.Add(session
            .List(
                "SELECT status, mode, model, cost_usd FROM tasks WHERE task_id = ?",
                row => new TaskNode(
                    id, depth, link, row.Text(0) ?? "unknown", row.Text(1), row.Text(2), row.Money(3)),
                id)
            .FirstOrDefault() ?? new TaskNode(id, depth, link, "unknown", null, null, 0));
        var children = session.List(
            """
            SELECT child_id, link FROM child_rels WHERE parent_id = ?
            UNION SELECT task_id, 'explicit' FROM tasks
            WHERE parent_task_id = ? AND task_id NOT IN (SELECT child_id FROM child_rels WHERE parent_id = ?)
            ORDER BY 1
            """,
            row => (Id: row.Text(0)!, Link: row.Text(1)),
            id, id, id);
        foreach (var child in children)
        {
            Add(session, child.Id, child.Link, depth + 1, nodes, seen);
        }
    }
}
