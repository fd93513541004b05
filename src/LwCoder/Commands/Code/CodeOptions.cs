using LwCoder.Sessions;

namespace LwCoder.Commands.Code;

/// <summary>What `lw_coder code` was asked to do: a plan that is there, or the text of a quick fix.</summary>
internal sealed record CodeOptions(string? Plan)
{
    /// <summary>Becomes a plan of its own; null when <see cref="Plan"/> names one.</summary>
    public string? Text { get; init; }

    public SessionChoices Session { get; init; } = new();
    public bool RebasePlan { get; init; }
    public bool Json { get; init; }
}
