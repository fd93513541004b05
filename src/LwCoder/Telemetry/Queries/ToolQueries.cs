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
        var durations = DurationsOf(session, calls, values);
        return session.List(
            $"""
            SELECT tool_name, category, COUNT(*), SUM(CASE WHEN status = 'error' OR exit_code <> 0 THEN 1 ELSE 0 END),
                COUNT(DISTINCT session_id)
            {calls} GROUP BY tool_name, category ORDER BY 3 DESC, 1
            """,
            row => new ToolUsage(
                row.Text(0) ?? "", row.Text(1), row.Whole(2) ?? 0, row.Whole(3) ?? 0, row.Whole(4) ?? 0,
                durations.TryGetValue(KeyOf(row), out var known) ? Percentiles.OfCounts(known.Values, known.Counts) : null),
            values);
    }

    /// <summary>Each duration once with how often it occurs: there are many calls, and few different durations.</summary>
    private static Dictionary<string, Durations> DurationsOf(ISqlSession session, string calls, SqlValue[] values)
    {
        var durations = new Dictionary<string, Durations>(StringComparer.Ordinal);
        using var rows = session.Query(
            $"""
            SELECT tool_name, category, duration_ms, COUNT(*)
            {calls} AND duration_ms IS NOT NULL GROUP BY tool_name, category, duration_ms ORDER BY duration_ms
            """,
            values);
        while (rows.Read())
        {
            if (!durations.TryGetValue(KeyOf(rows), out var known))
            {
                durations.Add(KeyOf(rows), known = new Durations([], []));
            }
            known.Values.Add(rows.Whole(2) ?? 0);
            known.Counts.Add(rows.Whole(3) ?? 0);
        }
        return durations;
    }

    private static string KeyOf(ISqlCursor row) => $"{row.Text(0)}\0{row.Text(1)}";

    private sealed record Durations(List<long> Values, List<long> Counts);
}
