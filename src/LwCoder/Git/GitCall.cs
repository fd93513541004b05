using System.Text;

namespace LwCoder.Git;

/// <summary>One call of git: where, what, and what it may read and write beside its arguments.</summary>
/// <param name="Directory">The working directory; must exist.</param>
/// <param name="Arguments">The sub-command first.</param>
internal sealed record GitCall(string Directory, params IReadOnlyList<string> Arguments)
{
    /// <summary>`key=value` settings for this call only, stronger than every file.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Additions to git's environment, such as GIT_INDEX_FILE.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Standard input as text; null is empty.</summary>
    public string? Input { get; init; }

    /// <summary>Standard input as a stream that is written while git runs; instead of <see cref="Input"/>.</summary>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>Takes standard output as bytes; it must read to the end.</summary>
    public Func<Stream, CancellationToken, Task>? ReadOutput { get; init; }

    public GitCall With(IReadOnlyDictionary<string, string?> environment) =>
        this with { Environment = new Dictionary<string, string?>([.. Environment, .. environment]) };

    internal Func<Stream, CancellationToken, Task>? InputWriter => Input is { } text
        ? async (stream, cancel) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancel)
        : WriteInput;
}
