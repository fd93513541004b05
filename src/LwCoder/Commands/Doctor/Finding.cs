namespace LwCoder.Commands.Doctor;

/// <summary>From good to bad.</summary>
internal enum FindingState
{
    Ok,
    /// <summary>Something to know that a run as it is set up does not need.</summary>
    Note,
    /// <summary>Works, but not as it should.</summary>
    Warning,
    /// <summary>A run as it is set up would fail.</summary>
    Problem,
}

/// <param name="Message">A sentence without a full stop.</param>
/// <param name="Fix">The exact fix, in the imperative; null where nothing has to be done.</param>
internal sealed record Finding(FindingState State, string Message, string? Fix = null)
{
    /// <summary>Does the fix, where that is safe without asking. Answers with what else the user should know.</summary>
    /// <exception cref="UserError">It did not work.</exception>
    public Func<CancellationToken, Task<IReadOnlyList<string>>>? Repair { get; init; }

    public static Finding Ok(string message) => new(FindingState.Ok, message);

    public static Finding Note(string message, string? fix = null) => new(FindingState.Note, message, fix);

    public static Finding Warning(string message, string fix) => new(FindingState.Warning, message, fix);

    public static Finding Problem(string message, string? fix) => new(FindingState.Problem, message, fix);

    public static Finding Of(UserError error) => Problem(error.Message, error.Hint);
}
