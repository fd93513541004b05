using LwCoder.Sessions;

namespace LwCoder.Commands.Planning;

/// <summary>What `lw_coder plan` was asked to do.</summary>
internal abstract record PlanOptions
{
    /// <param name="IdeaFile">Where the idea is written; null when <paramref name="Text"/> is it, or a person will say.</param>
    /// <param name="Decompose">Whether the plans are split into subtasks.</param>
    public sealed record Write(
        string? IdeaFile, string? Text, SessionChoices Session, bool Json, bool Decompose = false) : PlanOptions;

    public sealed record Lint(string Plan, bool Json) : PlanOptions;

    /// <summary>Splits a plan that is there.</summary>
    public sealed record Split(string Plan, bool Json) : PlanOptions;

    public sealed record List(bool Json) : PlanOptions;
}
