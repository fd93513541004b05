namespace LwCoder.Optimization.Decomposition;

/// <summary>A part of a plan that one session can carry out.</summary>
/// <param name="CostUsd">Estimated.</param>
/// <param name="Scope">Files and folders of the repository it may change, with `/`.</param>
internal sealed record Subtask(string Title, decimal CostUsd, IReadOnlyList<string> Scope);
