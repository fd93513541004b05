namespace LwCoder.Platform.Files;

/// <summary>Tells what the machine's storage refuses from bugs: a person can put it right, and no stack helps.</summary>
internal static class StorageFailure
{
    // errno of Linux, macOS and the BSDs; .NET hands it on as the HResult.
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;

    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <returns>Null for everything else.</returns>
    public static UserError? Explain(Exception error) => error switch
    {
        IOException { HResult: NoSpace or LinuxQuota or MacQuota or WindowsHandleDiskFull or WindowsDiskFull } => new UserError(
            $"the disk is full: {Sentence(error)}",
            "make room and run the same command again; what was done so far is kept",
            ExitCode.Environment,
            error),
        UnauthorizedAccessException or IOException { HResult: ReadOnly } => new UserError(
            Sentence(error), "make it writable for you: look at the owner and permissions of the path", ExitCode.Environment,
            error),
        _ => null,
    };

    private static string Sentence(Exception error) => error.Message.TrimEnd('.');
}
