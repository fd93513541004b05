namespace LwCoder.Platform.Terminal;

/// <summary>How much a person wants to hear on stderr; each level has everything of the one before.</summary>
internal enum Verbosity
{
    /// <summary>Steps, notices, warnings.</summary>
    Normal,
    /// <summary>`-v`: also what was decided, and why.</summary>
    Detailed,
    /// <summary>`-vv`: also each program that was run, with its time.</summary>
    Processes,
    /// <summary>`--debug`: also the time of each line, and the stack of every error.</summary>
    Debug,
}
