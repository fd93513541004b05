namespace LwCoder.Diagnosis;

/// <summary>What a classifier is shown: what is in a session, and nothing of how it ended.</summary>
/// <param name="LastMessages">The agent's, shortened, oldest first.</param>
/// <param name="KillReason">The governor's detector, or `none`.</param>
internal sealed record ClassifierQuestion(
    string Session, IReadOnlyList<ToolPattern> Patterns, IReadOnlyList<string> LastMessages, string KillReason);

/// <param name="Confidence">0 to 1.</param>
/// <param name="Version">Of the classifier, to tell later what it was.</param>
internal sealed record ClassifierWord(FailureCategory Category, double Confidence, string Evidence, string Version);

/// <summary>A classifier that was compiled from examples, where there is an active one.</summary>
internal interface IFailureClassifier
{
    /// <returns>Null when there is none, or it has no usable answer: then the rules stand.</returns>
    Task<ClassifierWord?> AskAsync(ClassifierQuestion question, CancellationToken cancel);
}

/// <summary>Where nothing was compiled.</summary>
internal sealed class NoClassifier : IFailureClassifier
{
    public Task<ClassifierWord?> AskAsync(ClassifierQuestion question, CancellationToken cancel) =>
        Task.FromResult<ClassifierWord?>(null);
}
