namespace LwCoder.Agents;

/// <summary>The only way a built-in agent reaches files and programs: commands that run inside its sandbox.</summary>
internal interface IAgentShell
{
    /// <summary>
    /// Runs a command to its end in the workspace. Standard error goes where standard output goes. A command that takes
    /// too long, or is running when <paramref name="cancel"/> fires, is ended with everything it started.
    /// </summary>
    /// <exception cref="UserError">The sandbox itself failed.</exception>
    Task<ShellResult> RunAsync(ShellCommand command, CancellationToken cancel);
}

/// <param name="Arguments">Program first.</param>
/// <param name="MostOutput">Bytes kept of the output; the middle of a longer one is left out.</param>
internal sealed record ShellCommand(IReadOnlyList<string> Arguments, TimeSpan Timeout, int MostOutput)
{
    /// <summary>Standard input; null for none.</summary>
    public byte[]? Input { get; init; }

    /// <summary>Receives each line of the output as it comes; null for nobody.</summary>
    public Action<string>? Heard { get; init; }

    /// <summary>Variables that are no secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <param name="ExitCode">Null when the command was ended because it took too long.</param>
/// <param name="Output">Beginning and end, put together.</param>
/// <param name="Omitted">Bytes left out between them; they belong after the first half of <paramref name="Output"/>.</param>
internal sealed record ShellResult(int? ExitCode, byte[] Output, long Omitted);
