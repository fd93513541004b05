namespace LwCoder.Evaluation.TestRuns;

/// <summary>How a project is tested.</summary>
/// <param name="Text">For a POSIX shell, in the project's folder.</param>
/// <param name="Source">Where it comes from, for people.</param>
internal sealed record TestCommand(string Text, string Source);
