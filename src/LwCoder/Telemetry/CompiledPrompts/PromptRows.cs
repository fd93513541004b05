using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.CompiledPrompts;

/// <summary>Compiled prompts as rows, and back.</summary>
internal static class PromptRows
{
    public static readonly RowKind<CompiledPromptVersion> Versions = new(
        PromptTables.CompiledPromptVersions, OnConflict.Fail,
        new("prompt_id", row => row.Prompt.PromptId),
        new("version", row => (long)row.Version),
        new("module_name", row => row.Prompt.ModuleName),
        new("signature_name", row => row.Prompt.SignatureName),
        new("category", row => row.Prompt.Category),
        new("compiled_prompt", row => row.Prompt.Text),
        new("program_json", row => row.Prompt.ProgramJson),
        new("dataset_hash", row => row.Prompt.DatasetHash),
        new("score", row => row.Prompt.Score),
        new("baseline_score", row => row.Prompt.BaselineScore),
        new("interval_low", row => row.Prompt.IntervalLow),
        new("interval_high", row => row.Prompt.IntervalHigh),
        new("optimizer", row => row.Prompt.Optimizer),
        new("cost_usd", row => row.Prompt.CostUsd),
        new("status", row => PromptStatusName.Of(row.Status)),
        new("compiler", row => row.Prompt.Compiler),
        new("compiled_at", row => row.Prompt.CompiledAt),
        new("activated_at", row => row.ActivatedAt),
        new("retired_at", row => row.RetiredAt),
        new("report_json", row => row.Prompt.ReportJson));

    public static readonly RowKind<CompiledPromptVersion> Active = new(
        PromptTables.CompiledPrompts, OnConflict.Merge,
        new("prompt_id", row => row.Prompt.PromptId),
        new("module_name", row => row.Prompt.ModuleName),
        new("signature_name", row => row.Prompt.SignatureName),
        new("compiled_prompt", row => row.Prompt.Text ?? row.Prompt.ProgramJson ?? ""),
        new("compiled_at", row => row.Prompt.CompiledAt),
        new("dspy_version", row => row.Prompt.Compiler),
        new("version", row => (long)row.Version));

    private static readonly string Columns = SqlDialect.Quote(Versions.Insert.Columns.Select(column => column.Name));

    public static List<CompiledPromptVersion> ReadAll(ISqlSession session) =>
        session.List($"SELECT {Columns} FROM compiled_prompt_versions ORDER BY prompt_id, version DESC", Read);

    public static List<CompiledPromptVersion> ReadAll(ISqlSession session, string promptId) => session.List(
        $"SELECT {Columns} FROM compiled_prompt_versions WHERE prompt_id = ? ORDER BY version DESC", Read, promptId);

    public static ActivePrompt? ReadActive(ISqlSession session, string promptId) => session
        .List(
            "SELECT compiled_prompt, version FROM compiled_prompts WHERE prompt_id = ?",
            row => new ActivePrompt(promptId, row.Text(0) ?? "", (int?)row.Whole(1)),
            promptId)
        .FirstOrDefault();

    private static CompiledPromptVersion Read(ISqlCursor row)
    {
        var prompt = new CompiledPrompt
        {
            PromptId = row.Text(0)!,
            ModuleName = row.Text(2)!,
            SignatureName = row.Text(3)!,
            Category = row.Text(4),
            Text = row.Text(5),
            ProgramJson = row.Text(6),
            DatasetHash = row.Text(7),
            Score = row.Real(8),
            BaselineScore = row.Real(9),
            IntervalLow = row.Real(10),
            IntervalHigh = row.Real(11),
            Optimizer = row.Text(12),
            CostUsd = (decimal?)row.Real(13),
            Compiler = row.Text(15)!,
            CompiledAt = row.Moment(16) ?? DateTimeOffset.UnixEpoch,
            ReportJson = row.Text(19),
        };
        return new CompiledPromptVersion(prompt, (int)(row.Whole(1) ?? 0), PromptStatusName.Parse(row.Text(14)))
        {
            ActivatedAt = row.Moment(17),
            RetiredAt = row.Moment(18),
        };
    }
}
