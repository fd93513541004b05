using LwCoder.Configuration;

namespace LwCoder.Diagnosis.Recoveries;

/// <summary>Recovery prompts that were compiled from examples, where one is active.</summary>
internal interface ICompiledPrompts
{
    /// <param name="root">The main worktree of the repository.</param>
    /// <returns>Null when there is none for the category that can be used.</returns>
    Task<RecoveryTemplate?> FindAsync(string root, Settings settings, FailureCategory category, CancellationToken cancel);
}
