namespace LwCoder.Diagnosis.Recoveries;

/// <summary>Recovery prompts that were compiled from examples, where one is active.</summary>
internal interface ICompiledPrompts
{
    /// <returns>Null when there is none for the category.</returns>
    Task<RecoveryTemplate?> FindAsync(FailureCategory category, CancellationToken cancel);
}

/// <summary>Where nothing was compiled.</summary>
internal sealed class NoCompiledPrompts : ICompiledPrompts
{
    public Task<RecoveryTemplate?> FindAsync(FailureCategory category, CancellationToken cancel) =>
        Task.FromResult<RecoveryTemplate?>(null);
}
