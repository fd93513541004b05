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
        var calls = session.List(
            $"""
            SELECT tool_name, category, status, exit_code, duration_ms, session_id FROM tool_calls
            WHERE session_id IN (SELECT session_id FROM sessions WHERE {condition})
            """,
            row => (
                Tool: row.Text(0) ?? "", Kind: row.Text(1), Failed: row.Text(2) == "error" || row.Whole(3) is not (null or 0),
                Duration: row.Whole(4), Session: row.Text(5)),
            values);
        return
        [
            .. calls.GroupBy(call => (call.Tool, call.Kind)).Select(tool => new ToolUsage(
                tool.Key.Tool,
                tool.Key.Kind,
                tool.Count(),
                tool.Count(call => call.Failed),
                tool.Select(call => call.Session).Distinct().Count(),
                Percentiles.Of(tool.Select(call => call.Duration).OfType<long>())))
            .OrderByDescending(tool => tool.Calls).ThenBy(tool => tool.Tool, StringComparer.Ordinal),
        ];
    }
}
