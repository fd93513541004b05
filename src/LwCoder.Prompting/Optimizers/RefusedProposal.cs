namespace LwCoder.Prompting.Optimizers;

/// <summary>A text that a model proposed and that was run on nothing.</summary>
/// <param name="Component">Whose it was to be.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record RefusedProposal(string Component, string Reason);
