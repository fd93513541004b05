using LwCoder.Sessions;

namespace LwCoder.Commands.Planning;

/// <summary>What `lw_coder plan` was asked to do.</summary>
internal abstract record PlanOptions
{
    /// <param name="IdeaFile">Where the idea is written; null when <paramref name="Text"/> is it, or a person will say.</param>
    public sealed record Write(string? IdeaFile, string? Text, SessionChoices Session, bool Json) : PlanOptions;

    public sealed record Lint(string Plan, bool Json) : PlanOptions;

    public sealed record List(bool Json) : PlanOptions;
}
