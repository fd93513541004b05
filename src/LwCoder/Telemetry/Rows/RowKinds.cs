using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Rows;

/// <summary>Every kind of row and the columns it fills. Columns that are not named here are the database's to fill.</summary>
internal static class RowKinds
{
    public static readonly RowKind<SessionRow> Sessions = new(
        SessionTables.Sessions, OnConflict.Merge,
        new("session_id", row => row.SessionId),
        new("task_id", row => row.TaskId),
        new("mode", row => row.Mode),
        new("model", row => row.Model),
        new("status", row => SessionStatusName.Of(row.Status)),
        new("total_cost", row => row.TotalCost),
        new("tokens_in", row => row.TokensIn),
        new("tokens_out", row => row.TokensOut),
        new("tokens_reasoning", row => row.TokensReasoning),
        new("started_at", row => row.StartedAt),
        new("completed_at", row => row.CompletedAt),
        new("outcome", row => row.Outcome),
        new("plan_id", row => row.PlanId),
        new("run_id", row => row.RunId),
        new("tool", row => row.Tool),
        new("prompt_fingerprint", row => row.PromptFingerprint),
        new("cost_source", row => row.CostSource),
        new("tokens_cached", row => row.TokensCached),
        new("duration_ms", row => row.DurationMs),
        new("parent_session_id", row => row.ParentSessionId),
        new("source", row => row.Source),
        new("workspace", row => row.Workspace));

    public static readonly RowKind<TaskRow> Tasks = new(
        SessionTables.Tasks, OnConflict.Merge,
        new("task_id", row => row.TaskId),
        new("parent_task_id", row => row.ParentTaskId),
        new("mode", row => row.Mode),
        new("model", row => row.Model),
        new("status", row => SessionStatusName.Of(row.Status)),
        new("cost_usd", row => row.CostUsd),
        new("started_at", row => row.StartedAt),
        new("completed_at", row => row.CompletedAt),
        new("punch_card_id", row => row.PunchCardId));

    public static readonly RowKind<MessageRow> Messages = new(
        SessionTables.Messages, OnConflict.Merge,
        new("session_id", row => row.SessionId),
        new("native_id", row => row.NativeId),
        new("role", row => row.Role),
        new("content_type", row => row.ContentType),
        new("content_preview", row => row.ContentPreview),
        new("content_length", row => row.ContentLength),
        new("ts", row => row.Ts),
        new("seq", row => row.Seq),
        new("cost", row => row.Cost),
        new("tokens_in", row => row.TokensIn),
        new("tokens_out", row => row.TokensOut),
        new("tokens_cached", row => row.TokensCached));

    public static readonly RowKind<ToolCallRow> ToolCalls = new(
        SessionTables.ToolCalls, OnConflict.Merge,
        new("session_id", row => row.SessionId),
        new("native_id", row => row.NativeId),
        new("tool_name", row => row.ToolName),
        new("category", row => row.Category),
        new("args_summary", row => row.ArgsSummary),
        new("status", row => row.Status),
        new("error", row => row.Error),
        new("exit_code", row => row.ExitCode),
        new("duration_ms", row => row.DurationMs),
        new("cost", row => row.Cost),
        new("ts", row => row.Ts),
        new("seq", row => row.Seq),
        new("message_native_id", row => row.MessageNativeId),
        new("args_hash", row => row.ArgsHash),
        new("result_hash", row => row.ResultHash),
        new("result_length", row => row.ResultLength));

    public static readonly RowKind<PunchRow> Punches = new(
        PunchTables.Punches, OnConflict.Keep,
        new("task_id", row => row.TaskId),
        new("punch_type", row => PunchTypeName.Of(row.Type)),
        new("punch_key", row => row.Key),
        new("observed_at", row => row.ObservedAt),
        new("source_hash", row => row.SourceHash),
        new("cost", row => row.Cost),
        new("tokens_input", row => row.TokensInput),
        new("tokens_output", row => row.TokensOutput),
        new("tokens_reasoning", row => row.TokensReasoning));

    public static readonly RowKind<PunchCardRow> PunchCards = new(
        PunchTables.PunchCards, OnConflict.Merge,
        new("card_id", row => row.CardId),
        new("workflow_name", row => row.WorkflowName),
        new("punch_type", row => PunchTypeName.Of(row.Type)),
        new("punch_key_pattern", row => row.KeyPattern),
        new("required", row => row.Required),
        new("forbidden", row => row.Forbidden),
        new("enforced", row => row.Enforced),
        new("description", row => row.Description));

    public static readonly RowKind<ChildRow> ChildRels = new(
        PunchTables.ChildRels, OnConflict.Keep,
        new("parent_id", row => row.ParentId),
        new("child_id", row => row.ChildId),
        new("link", row => row.Link));

    public static readonly RowKind<ChildRow> ChildRelationships = new(
        PunchTables.ChildRelationships, OnConflict.Merge,
        new("parent_task_id", row => row.ParentId),
        new("child_task_id", row => row.ChildId),
        new("spawned_at", row => row.SpawnedAt),
        new("completed_at", row => row.CompletedAt),
        new("child_card_valid", row => row.CardValid),
        new("link", row => row.Link));

    public static readonly RowKind<CheckpointRow> Checkpoints = new(
        PunchTables.Checkpoints, OnConflict.Fail,
        new("task_id", row => row.TaskId),
        new("card_id", row => row.CardId),
        new("status", row => row.Passed ? "pass" : "fail"),
        new("validated_at", row => row.ValidatedAt),
        new("missing_punches", row => row.MissingPunches),
        new("violations", row => row.Violations));

    public static readonly RowKind<RawEventRow> RawEvents = new(
        SessionTables.RawEvents, OnConflict.Keep,
        new("source_hash", row => row.SourceHash),
        new("session_id", row => row.SessionId),
        new("event_type", row => row.EventType),
        new("event_ts", row => row.EventTs),
        new("observed_at", row => row.ObservedAt),
        new("payload_json", row => row.PayloadJson));

    public static readonly RowKind<DiagnosisRow> Diagnoses = new(
        PunchTables.Diagnoses, OnConflict.Merge,
        new("session_id", row => row.SessionId),
        new("category", row => row.Category),
        new("confidence", row => row.Confidence),
        new("evidence", row => row.Evidence),
        new("classified_at", row => row.ClassifiedAt),
        new("classifier_version", row => row.ClassifierVersion),
        new("report_json", row => row.ReportJson));

    public static readonly RowKind<ImportedFileRow> ImportedFiles = new(
        UpkeepTables.ImportedFiles, OnConflict.Merge,
        new("path_hash", row => SourceHash.Of(row.Source, row.Path)),
        new("source", row => row.Source),
        new("path", row => row.Path),
        new("size", row => row.Size),
        new("mtime_ms", row => row.MtimeMs),
        new("content_hash", row => row.ContentHash),
        new("session_id", row => row.SessionId),
        new("status", row => row.Status),
        new("problem", row => row.Problem),
        new("importer_version", row => (long)row.ImporterVersion),
        new("imported_at", row => row.ImportedAt));
}
