using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Rules;

namespace LwCoder.Optimization.Examples;

/// <summary>
/// A recorded session to learn from. What a model may be shown of it (<see cref="Patterns"/>, <see cref="LastMessages"/>, the
/// detector) is kept apart from how it went, which only measures may know.
/// </summary>
internal sealed record SessionExample
{
    public required string Id { get; init; }

    /// <inheritdoc cref="StoredSession.RootTask"/>
    public required string RootTask { get; init; }

    /// <inheritdoc cref="StoredSession.Tool"/>
    public string? Tool { get; init; }

    public required SessionFacts Facts { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Why it is labelled so.</summary>
    public required string Reason { get; init; }

    public required IReadOnlyList<ToolPattern> Patterns { get; init; }

    /// <summary>The agent's last words, shortened, oldest first.</summary>
    public required IReadOnlyList<string> LastMessages { get; init; }

    /// <summary>What the rules make of it.</summary>
    public required Finding Finding { get; init; }

    /// <inheritdoc cref="StoredSession.DiagnosedAs"/>
    public string? DiagnosedAs { get; init; }

    /// <summary>The killed session that this one was to recover; null if none.</summary>
    public string? Recovers { get; init; }

    /// <summary>
    /// Of those that went wrong: the diagnosis of the time, or else what the rules say now. Null where no rule applies: a guess
    /// is nothing to learn from.
    /// </summary>
    public FailureCategory? Category =>
        FailureCategories.Parse(DiagnosedAs) is { } diagnosed && diagnosed.IsOfModel() ? diagnosed
        : Finding == ModelConfusion.Fallback ? null
        : Finding.Category;
}
