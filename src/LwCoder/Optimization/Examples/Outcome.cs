namespace LwCoder.Optimization.Examples;

/// <summary>How a session went, as far as rows can tell.</summary>
internal enum Outcome
{
    Success,
    Partial,
    Failure,
}
