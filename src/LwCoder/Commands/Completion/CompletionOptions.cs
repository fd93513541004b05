using LwCoder.Completions;

namespace LwCoder.Commands.Completion;

/// <summary>What was asked for, one record a verb.</summary>
internal abstract record CompletionOptions
{
    public sealed record Print(IShell Shell) : CompletionOptions;

    /// <param name="Shell">Null for the user's own.</param>
    public sealed record Install(string? Shell) : CompletionOptions;

    /// <param name="Shell">Null for the user's own.</param>
    public sealed record Uninstall(string? Shell) : CompletionOptions;
}
