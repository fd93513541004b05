using LwCoder.Prompting.Optimizers;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Optimization.Compiling;

/// <summary>What became of a job.</summary>
/// <param name="Version">What was stored; null if nothing was.</param>
/// <param name="Refusal">Why nothing was stored; null if something was.</param>
internal sealed record CompileResult(CompileJob Job, OptimizationReport Report, CompiledPromptVersion? Version, string? Refusal);
