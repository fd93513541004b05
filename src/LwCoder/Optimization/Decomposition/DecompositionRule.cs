using LwCoder.Prompting.Modules;

namespace LwCoder.Optimization.Decomposition;

/// <summary>Something every decomposition keeps: told to the model in these words, and checked on what it writes.</summary>
/// <param name="Constraint">A sentence about the answer.</param>
/// <param name="Holds">Whether a list of subtasks keeps it.</param>
internal sealed record DecompositionRule(string Constraint, Func<IReadOnlyList<Subtask>, bool> Holds)
{
    public Assertion ToAssertion() => Assertion.Assert(
        Constraint, (_, outputs) => Decompositions.TryRead(outputs) is not { } subtasks || Holds(subtasks));
}
