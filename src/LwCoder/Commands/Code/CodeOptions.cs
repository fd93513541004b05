using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Code;

/// <summary>What `lw_coder code` was asked to do: a plan that is there, or the text of a quick fix.</summary>
internal sealed record CodeOptions(string? Plan)
{
    /// <summary>Becomes a plan of its own; null when <see cref="Plan"/> names one.</summary>
    public string? Text { get; init; }

    /// <summary>The run of the plan that went wrong and is to be put right; null for a new run.</summary>
    public RunDirectory? Recovers { get; init; }

    public SessionChoices Session { get; init; } = new();
    public bool RebasePlan { get; init; }
    public bool Json { get; init; }
}
