using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Optimization.Examples;

/// <summary>
/// A row of `sessions`, as far as it is learned from. What lw_coder itself asked models is no work of an agent.
/// </summary>
internal sealed record SessionHead(
    string Id, string TaskId, string Status, decimal CostUsd, DateTimeOffset StartedAt, string? Tool)
{
    public const string Query =
        $"""
        SELECT session_id, task_id, status, total_cost, started_at, tool FROM sessions
        WHERE COALESCE(tool, '') <> '{SessionRow.OwnTool}' ORDER BY started_at, session_id
        """;

    public static SessionHead Read(ISqlCursor row) => new(
        row.Text(0) ?? "", row.Text(1) ?? "", row.Text(2) ?? "unknown", row.Money(3),
        row.Moment(4) ?? DateTimeOffset.UnixEpoch, row.Text(5));
}
