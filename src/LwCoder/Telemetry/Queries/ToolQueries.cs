using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Queries;

/// <summary>A tool, over all its calls.</summary>
/// <param name="Failed">That ended in an error or with an exit code other than 0.</param>
internal sealed record ToolUsage(string Tool, string? Kind, long Calls, long Failed, long Sessions, Percentiles? Durations);

internal static class ToolQueries
{
    /// <summary>The most used first.</summary>
    public static List<ToolUsage> List(ISqlSession session, SessionFilter filter)
    {
        var (condition, values) = filter.ToCondition();
        var calls = $"FROM tool_calls WHERE session_id IN (SELECT session_id FROM sessions WHERE {condition})";
        // Each duration once with how often it occurs: a store has hundreds of thousands of calls, and few different durations.
        var durations = session.List(
            $"""
            SELECT tool_name, category, duration_ms, COUNT(*)
            {calls} AND duration_ms IS NOT NULL GROUP BY tool_name, category, duration_ms
            """,
            row => (Tool: (row.Text(0) ?? "", row.Text(1)), Value: row.Whole(2) ?? 0, Count: row.Whole(3) ?? 0),
            values).ToLookup(row => row.Tool, row => (row.Value, row.Count));
        return session.List(
            $"""
            SELECT tool_name, category, COUNT(*), SUM(CASE WHEN status = 'error' OR exit_code <> 0 THEN 1 ELSE 0 END),
                COUNT(DISTINCT session_id)
            {calls} GROUP BY tool_name, category ORDER BY 3 DESC, 1
            """,
            row => new ToolUsage(
                row.Text(0) ?? "", row.Text(1), row.Whole(2) ?? 0, row.Whole(3) ?? 0, row.Whole(4) ?? 0,
                Percentiles.OfCounts(durations[(row.Text(0) ?? "", row.Text(1))])),
            values);
    }
}
