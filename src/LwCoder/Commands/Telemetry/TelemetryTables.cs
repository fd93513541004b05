using LwCoder.Telemetry.Queries;

namespace LwCoder.Commands.Telemetry;

/// <summary>What was found, as rows.</summary>
internal static class TelemetryTables
{
    public static AnswerTable Of(IReadOnlyList<SessionRecord> sessions) => new(
        "sessions",
        [
            new("session_id", "SESSION"), new("started_at", "AGE", CellKind.Age), new("status", "STATUS"), new("tool", "TOOL"),
            new("model", "MODEL", Rank: 2), new("plan_id", "PLAN"), new("duration_ms", "TIME", CellKind.Duration, 1),
            new("tool_calls", "CALLS", CellKind.Amount, 3), new("failed_calls", ""), new("tokens_in", "IN", CellKind.Amount, 4),
            new("tokens_out", "OUT", CellKind.Amount, 4), new("tokens_cached", "CACHED", CellKind.Amount, 5),
            new("cost_usd", "COST", CellKind.Money), new("cost_source", ""), new("run_id", ""), new("parent_session_id", ""),
            new("prompt_fingerprint", ""), new("outcome", ""),
        ],
        [
            .. sessions.Select(session => (IReadOnlyList<object?>)
            [
                session.Id, session.StartedAt, session.Status, session.Tool, session.Model, session.PlanId, session.DurationMs,
                session.Calls, session.FailedCalls, session.TokensIn, session.TokensOut, session.TokensCached, session.Cost,
                session.CostSource, session.RunId, session.ParentId, session.PromptFingerprint, session.Outcome,
            ]),
        ]);

    public static AnswerTable Of(IReadOnlyList<SessionEntry> entries) => new(
        "entries",
        [
            new("ts", ""), new("what", "WHAT"), new("kind", "KIND", Rank: 2), new("status", "STATUS", Rank: 1),
            new("exit_code", "EXIT", CellKind.Amount), new("duration_ms", "TIME", CellKind.Duration), new("text", "TEXT"),
        ],
        [
            .. entries.Select(entry => (IReadOnlyList<object?>)
                [entry.Ts, entry.What, entry.Kind, entry.Status, entry.ExitCode, entry.DurationMs, entry.Text]),
        ]);

    public static AnswerTable Of(IReadOnlyList<StatsGroup> groups) => new(
        "stats",
        [
            new("by", "BY"), new("name", "NAME"), new("sessions", "SESSIONS", CellKind.Amount),
            new("recoveries", "RECOVERIES", CellKind.Amount, 3), new("others", "OTHERS", CellKind.Amount, 2),
            new("success_rate", "SUCCESS", CellKind.Share),
            new("cost_usd", "COST", CellKind.Money), new("cost_per_session_usd", "EACH", CellKind.Money),
            new("tokens_in", "IN", CellKind.Amount, 5), new("tokens_out", "OUT", CellKind.Amount, 5),
            new("tokens_cached", "CACHED", CellKind.Amount, 6), new("tool_calls", "CALLS", CellKind.Amount, 3),
            new("failed_calls", "FAILED", CellKind.Amount, 4), new("duration_p50_ms", "P50", CellKind.Duration),
            new("duration_p90_ms", "P90", CellKind.Duration, 2), new("duration_p99_ms", "P99", CellKind.Duration, 3),
            new("cost_trend_usd", "COST OVER TIME", CellKind.Trend, 1),
        ],
        [
            .. groups.Select(group => (IReadOnlyList<object?>)
            [
                group.By, group.Name, group.Sessions, group.Recoveries, group.Others, group.Success,
                group.Cost, group.CostPerSession,
                group.TokensIn, group.TokensOut, group.TokensCached, group.Calls, group.FailedCalls, group.Durations?.Median,
                group.Durations?.Ninetieth, group.Durations?.NinetyNinth, group.Trend,
            ]),
        ]);

    public static AnswerTable Of(IReadOnlyList<TaskTree> trees) => new(
        "trees",
        [
            new("task_id", "TASK"), new("started_at", "AGE", CellKind.Age), new("plan_id", "PLAN"), new("tool", "TOOL"),
            new("tasks", "TASKS"), new("depth", "DEPTH"), new("cost_usd", "COST", CellKind.Money),
        ],
        [
            .. trees.Select(tree => (IReadOnlyList<object?>)
                [tree.Root, tree.StartedAt, tree.PlanId, tree.Tool, tree.Tasks, tree.Depth, tree.Cost]),
        ]);

    public static AnswerTable Of(IReadOnlyList<ToolUsage> tools) => new(
        "tools",
        [
            new("tool", "TOOL"), new("kind", "KIND"), new("calls", "CALLS"), new("failed", "FAILED"), new("sessions", "SESSIONS"),
            new("duration_p50_ms", "P50", CellKind.Duration), new("duration_p90_ms", "P90", CellKind.Duration),
            new("duration_p99_ms", "P99", CellKind.Duration),
        ],
        [
            .. tools.Select(tool => (IReadOnlyList<object?>)
            [
                tool.Tool, tool.Kind, tool.Calls, tool.Failed, tool.Sessions, tool.Durations?.Median, tool.Durations?.Ninetieth,
                tool.Durations?.NinetyNinth,
            ]),
        ]);

    public static AnswerTable Of(IReadOnlyList<TaskNode> nodes) => new(
        "tasks",
        [
            new("task_id", "TASK"), new("depth", ""), new("link", "LINK"), new("status", "STATUS"), new("mode", "MODE"),
            new("model", "MODEL"), new("cost_usd", "COST", CellKind.Money),
        ],
        [
            .. nodes.Select(node => (IReadOnlyList<object?>)
            [
                new TreeCell(node.Id, node.Depth), node.Depth, node.Link, node.Status, node.Mode,
                node.Model, node.Cost,
            ]),
        ]);
}
