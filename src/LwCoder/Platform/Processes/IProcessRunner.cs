namespace LwCoder.Platform.Processes;

/// <summary>
/// The only door to child processes. A child and everything it started end when the token is cancelled:
/// first a request (SIGTERM), after a grace period by force.
/// </summary>
/// <exception cref="ProgramNotFound">Thrown by every method when the program is not installed.</exception>
internal interface IProcessRunner
{
    /// <summary>Runs to the end with captured output.</summary>
    Task<ProcessOutput> RunAsync(ProcessSpec spec, CancellationToken cancel);

    /// <summary>
    /// Runs to the end with our terminal: the child reads the keys, draws the screen and gets Ctrl-C itself.
    /// </summary>
    /// <param name="started">Called with the child's id.</param>
    /// <returns>The child's exit code; 128 + signal number when a signal ended it.</returns>
    Task<int> RunInTerminalAsync(ProcessSpec spec, Action<int> started, CancellationToken cancel);

    /// <summary>The same where nobody needs to know the child's id.</summary>
    Task<int> RunInTerminalAsync(ProcessSpec spec, CancellationToken cancel) => RunInTerminalAsync(spec, _ => { }, cancel);

    /// <summary>Starts a child whose output is read line by line while it runs.</summary>
    IRunningProcess Start(ProcessSpec spec);
}

/// <summary>A child that is running, or has ended with output still to be read.</summary>
internal interface IRunningProcess : IAsyncDisposable
{
    int Id { get; }

    /// <summary>Both streams, in the order of arrival. Ends when the child has ended and its pipes are drained.</summary>
    IAsyncEnumerable<OutputLine> ReadLinesAsync(CancellationToken cancel);

    /// <summary>Completes with the exit code once the child itself has ended.</summary>
    Task<int> Exited { get; }

    /// <summary>Asks the child and all its descendants to end, waits <paramref name="grace"/>, then ends them by force.</summary>
    Task EndAsync(TimeSpan grace);
}

/// <summary>The program to start is not on PATH.</summary>
internal sealed class ProgramNotFound(string program, Exception? cause = null)
    : UserError($"'{program}' is not installed or not on PATH", $"install {program} and try again", ExitCode.Environment, cause)
{
    public string Program { get; } = program;
}
