using static LwCoder.Telemetry.Schema.Columns;

namespace LwCoder.Telemetry.Schema;

/// <summary>What was said and done in sessions.</summary>
internal static class SessionTables
{
    private static readonly string[] TaskStatus = ["running", "completed", "failed", "abandoned", "unknown"];

    /// <summary>A piece of work: a session, seen as a node in the tree of who started whom.</summary>
    public static readonly Table Tasks = new("tasks",
    [
        Varchar("task_id", 128).Required(),
        Varchar("parent_task_id", 128),
        Varchar("mode", 100).Or("unknown"),
        Varchar("model", 200).Or("unknown"),
        Word("status", TaskStatus).Or("running").Keeping(MergeRule.Status),
        Money("cost_usd", 10, 4).Or(0L),
        Moment("started_at").Required().Keeping(MergeRule.Least),
        Moment("completed_at"),
        Varchar("punch_card_id", 50),
        Varchar("bead_id", 100),
    ], "task_id")
    { Indexes = [["parent_task_id"], ["status"]] };

    /// <summary>One conversation of an agent, with its sums.</summary>
    public static readonly Table Sessions = new("sessions",
    [
        Varchar("session_id", 128).Required(),
        Varchar("task_id", 128).Required(),
        Varchar("mode", 100).Or("unknown"),
        Varchar("model", 200).Or("unknown"),
        Varchar("status", 30).Or("running").Keeping(MergeRule.Status),
        Money("total_cost").Or(0L),
        Int("tokens_in").Or(0L),
        Int("tokens_out").Or(0L),
        Int("tokens_reasoning").Or(0L),
        Moment("started_at").Required().Keeping(MergeRule.Least),
        Moment("completed_at"),
        Varchar("outcome", 200),
        Varchar("plan_id", 100),
        Varchar("run_id", 100),
        Varchar("tool", 30),
        Char("prompt_fingerprint", 64),
        Varchar("cost_source", 20),
        BigInt("tokens_cached").Or(0L),
        BigInt("duration_ms"),
        Varchar("parent_session_id", 128),
        Varchar("source", 30),
        Varchar("workspace", 1000),
    ], "session_id")
    { Indexes = [["task_id"], ["status"], ["plan_id"], ["run_id"], ["started_at"]] };

    public static readonly Table Messages = new("messages",
    [
        Serial("message_id"),
        Varchar("session_id", 128).Required(),
        Varchar("role", 20).Required(),
        Varchar("content_type", 30).Or("text"),
        Text("content_preview"),
        BigInt("ts").Required().Keeping(MergeRule.Least),
        Money("cost"),
        Int("tokens_in"),
        Int("tokens_out"),
        Varchar("native_id", 200).Exact(),
        Int("seq"),
        Int("tokens_cached"),
        Int("content_length"),
    ], "message_id")
    { UniqueKeys = [["session_id", "native_id"]], ReplacedKeys = [["session_id", "ts", "role"]] };

    public static readonly Table ToolCalls = new("tool_calls",
    [
        Serial("call_id"),
        Varchar("session_id", 128).Required(),
        Varchar("tool_name", 200).Required(),
        Text("args_summary"),
        Varchar("status", 20).Or("unknown").Keeping(MergeRule.Status),
        Text("error"),
        Int("duration_ms"),
        Money("cost"),
        BigInt("ts").Required().Keeping(MergeRule.Least),
        Varchar("native_id", 200).Exact(),
        Int("seq"),
        Varchar("category", 20),
        Int("exit_code"),
        Varchar("message_native_id", 200).Exact(),
        Char("args_hash", 16),
        Char("result_hash", 16),
        Int("result_length"),
    ], "call_id")
    {
        UniqueKeys = [["session_id", "native_id"]],
        Indexes = [["session_id", "status"]],
        ReplacedKeys = [["session_id", "ts", "tool_name"]],
    };

    /// <summary>Events as they came, for what has no place elsewhere.</summary>
    public static readonly Table RawEvents = new("raw_events",
    [
        Char("source_hash", 64).Required(),
        Varchar("session_id", 128),
        Varchar("event_type", 100),
        BigInt("event_ts"),
        Moment("observed_at").Required(),
        Text("payload_json"),
    ], "source_hash")
    { Indexes = [["session_id"]] };
}
