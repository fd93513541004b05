using LwCoder.Prompting.Optimizers;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Optimization.Compiling;

/// <summary>One prompt that is to be made better.</summary>
/// <param name="PromptId">What readers ask the store for.</param>
/// <param name="Publish">What is stored of a result; null with the reason if nothing may be.</param>
internal sealed record CompileJob(
    string PromptId, IPromptTask Task, DataSplit Data, Func<OptimizationReport, (CompiledPrompt? Prompt, string? Refusal)> Publish);
