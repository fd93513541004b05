using LwCoder.Prompting.Models;
using LwCoder.Prompting.Optimizers;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Optimization.Compiling;

/// <summary>One prompt that is to be made better.</summary>
/// <param name="PromptId">What readers ask the store for.</param>
/// <param name="Publish">What is stored of a result; null with the reason if nothing may be.</param>
internal sealed record CompileJob(
    string PromptId, IPromptTask Task, DataSplit Data,
    Func<OptimizationReport, (CompiledPrompt? Prompt, string? Refusal)> Publish)
{
    /// <summary>Characters of a usual answer, for a forecast.</summary>
    private const int AnswerCharacters = 1_200;

    /// <summary>Models asked for a metric call: none where a text is measured by its words.</summary>
    public int ModelsAsked { get; init; } = 1;

    /// <summary>What a call of a model with this prompt and a usual example may cost, as a guess.</summary>
    public decimal GuessCost(ModelPrice price)
    {
        var example = Data.Train.Count == 0 ? 0 : Data.Train.Average(one => one.Inputs.ToJson().Length);
        var question = Task.Baseline.Components.Sum(part => part.Text.Length + Task.Describe(part.Name).Length) + (long)example;
        return price.CostOf(new() { InputTokenCount = question / 4, OutputTokenCount = AnswerCharacters / 4 }) ?? 0;
    }
}
