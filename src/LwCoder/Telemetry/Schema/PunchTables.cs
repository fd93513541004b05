using LwCoder.Telemetry.Rows;
using static LwCoder.Telemetry.Schema.Columns;

namespace LwCoder.Telemetry.Schema;

/// <summary>Evidence of what a task did, the rules it is held to, and who started whom.</summary>
internal static class PunchTables
{
    private static readonly string[] PunchTypes = [.. PunchTypeName.All];

    /// <summary>Only ever added to.</summary>
    public static readonly Table Punches = new("punches",
    [
        Serial("punch_id"),
        Varchar("task_id", 128).Required(),
        Word("punch_type", PunchTypes).Required(),
        Varchar("punch_key", 200).Required(),
        Moment("observed_at").Required(),
        Char("source_hash", 64).Required(),
        Money("cost"),
        Int("tokens_input"),
        Int("tokens_output"),
        Int("tokens_reasoning"),
    ], "punch_id")
    { UniqueKeys = [["source_hash"]], Indexes = [["task_id", "punch_type"], ["task_id"]] };

    public static readonly Table PunchCards = new("punch_cards",
    [
        Varchar("card_id", 50).Required(),
        Varchar("workflow_name", 50),
        Word("punch_type", PunchTypes).Required(),
        Varchar("punch_key_pattern", 200).Required(),
        Flag("required", true).Keeping(MergeRule.Newest),
        Flag("forbidden", false).Keeping(MergeRule.Newest),
        Flag("enforced", false).Keeping(MergeRule.Newest),
        Varchar("description", 200).Keeping(MergeRule.Newest),
    ], "card_id", "punch_type", "punch_key_pattern");

    /// <summary>How a task stood against a card each time that changed; the newest counts.</summary>
    public static readonly Table Checkpoints = new("checkpoints",
    [
        Serial("checkpoint_id"),
        Varchar("task_id", 128).Required(),
        Varchar("card_id", 50).Required(),
        Word("status", "pass", "fail").Required(),
        Moment("validated_at").Required(),
        Char("dolt_commit_hash", 40),
        Text("missing_punches"),
        Text("violations"),
    ], "checkpoint_id")
    { Indexes = [["task_id", "card_id"]] };

    public static readonly Table ChildRelationships = new("child_relationships",
    [
        Varchar("parent_task_id", 128).Required(),
        Varchar("child_task_id", 128).Required(),
        Moment("spawned_at").Required().Keeping(MergeRule.Least),
        Moment("completed_at"),
        Flag("child_card_valid", false),
        Char("child_checkpoint_hash", 40),
        Varchar("link", 20),
    ], "parent_task_id", "child_task_id");

    public static readonly Table ChildRels = new("child_rels",
    [
        Varchar("parent_id", 128).Required(),
        Varchar("child_id", 128).Required(),
        Varchar("link", 20),
    ], "parent_id", "child_id")
    { Indexes = [["child_id"]] };

    public static readonly Table Diagnoses = new("diagnosis_classifications",
    [
        Varchar("session_id", 128).Required(),
        Varchar("category", 64).Required(),
        Real("confidence").Required(),
        Text("evidence").Required(),
        Moment("classified_at").Required(),
        Varchar("classifier_version", 32).Required(),
        Text("report_json").Keeping(MergeRule.Newest),
    ], "session_id")
    { Indexes = [["category"]] };
}
