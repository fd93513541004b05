namespace LwCoder;

/// <summary>
/// A condition a person can put right: a mistake in a plan, a missing key, Docker that is down. It is printed as
/// one sentence and a hint and chooses the exit code. Anything else that is thrown is a bug and keeps its stack.
/// </summary>
/// <param name="message">What is wrong and why, as a sentence without a full stop.</param>
/// <param name="hint">The exact fix, in the imperative: a command to type or a line to change.</param>
/// <param name="exitCode">How the process ends if nobody handles this.</param>
internal class UserError(
    string message, string? hint = null, ExitCode exitCode = ExitCode.Failed, Exception? cause = null)
    : Exception(message, cause)
{
    public string? Hint { get; } = hint;

    public ExitCode ExitCode { get; } = exitCode;
}
