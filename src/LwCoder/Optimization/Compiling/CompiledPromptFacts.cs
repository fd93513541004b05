using LwCoder.Prompting.Optimizers;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Optimization.Compiling;

/// <summary>What a stored version says about how it came to be.</summary>
internal static class CompiledPromptFacts
{
    public static CompiledPrompt Of(
        OptimizationReport report, string promptId, string module, string signature, string? category, DateTimeOffset at) => new()
        {
            PromptId = promptId,
            ModuleName = module,
            SignatureName = signature,
            Category = category,
            DatasetHash = report.DataHash,
            Score = report.HeldOut.CandidateMean ?? report.Outcome.BestScore,
            BaselineScore = report.HeldOut.BaselineMean ?? report.Outcome.BaselineScore,
            IntervalLow = report.HeldOut.Difference?.Low,
            IntervalHigh = report.HeldOut.Difference?.High,
            Optimizer = report.Optimizer,
            CostUsd = report.Spent.Cost,
            Compiler = $"lw_coder {ToolVersion.Text}",
            CompiledAt = at,
            ReportJson = report.ToJson(),
        };
}
