namespace LwCoder.Telemetry;

/// <summary>
/// The store cannot be used, by nobody's mistake in lw_coder. A command that reads the store ends with it; a run goes on
/// without and spools.
/// </summary>
internal sealed class StoreException(
    StoreFault fault, string message, string? hint = null, Exception? cause = null)
    : UserError(message, hint, ExitCode.Environment, cause)
{
    public StoreFault Fault { get; } = fault;

    /// <summary>Waiting and trying again may help.</summary>
    public bool IsPassing => Fault is StoreFault.Busy;
}

internal enum StoreFault
{
    /// <summary>The statement was refused.</summary>
    Refused,
    /// <summary>Somebody else is writing.</summary>
    Busy,
    /// <summary>The file, the folder or the account may only read.</summary>
    ReadOnly,
    /// <summary>What is there is no database, or a broken one.</summary>
    Corrupt,
    /// <summary>No room.</summary>
    Full,
    /// <summary>No server, no library, no file.</summary>
    Unreachable,
    /// <summary>A newer lw_coder made it, it is another project's, or its tables cannot be taken over as they are.</summary>
    Foreign,
}
