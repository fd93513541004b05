using static LwCoder.Telemetry.Schema.Columns;

namespace LwCoder.Telemetry.Schema;

/// <summary>Prompts that were compiled from recorded sessions.</summary>
internal static class PromptTables
{
    /// <summary>The active text of each prompt, where every reader looks, the earlier system's too.</summary>
    public static readonly Table CompiledPrompts = new("compiled_prompts",
    [
        Varchar("prompt_id", 200).Required(),
        Varchar("module_name", 100).Required(),
        Varchar("signature_name", 100).Required(),
        Text("compiled_prompt").Required(),
        Moment("compiled_at").Required(),
        Varchar("dspy_version", 20).Required(),
        Int("version").Keeping(MergeRule.Newest),
    ], "prompt_id");

    /// <summary>Every version there ever was, with what it was compiled from and how it did.</summary>
    public static readonly Table CompiledPromptVersions = new("compiled_prompt_versions",
    [
        Varchar("prompt_id", 200).Required(),
        Int("version").Required(),
        Varchar("module_name", 100).Required(),
        Varchar("signature_name", 100).Required(),
        Varchar("category", 64),
        Text("compiled_prompt"),
        Text("program_json"),
        Char("dataset_hash", 64),
        Real("score"),
        Real("baseline_score"),
        Real("interval_low"),
        Real("interval_high"),
        Varchar("optimizer", 100),
        Money("cost_usd"),
        Word("status", "candidate", "active", "retired").Required(),
        Varchar("compiler", 50).Required(),
        Moment("compiled_at").Required(),
        Moment("activated_at"),
        Moment("retired_at"),
        Text("report_json"),
    ], "prompt_id", "version")
    { Indexes = [["status"]] };
}
