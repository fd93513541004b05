namespace LwCoder.Platform.Processes;

/// <summary>A child process to start. Arguments are a list and are never joined into a string.</summary>
internal sealed record ProcessSpec(string Program, params IReadOnlyList<string> Arguments)
{
    public string? WorkingDirectory { get; init; }

    /// <summary>Changes to the environment of the child; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Start from an empty environment instead of our own.</summary>
    public bool ClearEnvironment { get; init; }

    /// <summary>Writes the child's standard input, which is closed afterwards. Null closes it at once.</summary>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>
    /// Receives standard output as bytes instead of <see cref="ProcessOutput.Output"/>. It must read to the end.
    /// </summary>
    public Func<Stream, CancellationToken, Task>? ReadOutput { get; init; }

    /// <summary>
    /// Keep standard input open until the child has ended, so that it can notice our death.
    /// Not for a child that gets our terminal.
    /// </summary>
    public bool HoldInputOpen { get; init; }

    /// <summary>For messages and logs: the program and its arguments, without the environment.</summary>
    public override string ToString() => string.Join(' ', [Program, .. Arguments]);
}

/// <summary>What a finished child left behind. Text is UTF-8, as written, line ends kept.</summary>
internal sealed record ProcessOutput(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>One line of a running child's output, without its line end.</summary>
internal readonly record struct OutputLine(string Text, bool IsError);
