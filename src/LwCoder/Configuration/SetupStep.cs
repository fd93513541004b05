namespace LwCoder.Configuration;

/// <summary>One `[[code.setup]]`: a command that makes a fresh checkout ready to be worked in.</summary>
/// <param name="Name">For people.</param>
/// <param name="Command">For `sh`; on Windows and <paramref name="OnHost"/> for PowerShell.</param>
/// <param name="WorkingDirectory">Relative to the checkout.</param>
/// <param name="OnHost">Outside of the sandbox.</param>
/// <param name="Teardown">Undoes it when the work is over; null for nothing to undo.</param>
internal sealed record SetupStep(
    string Name, string Command, string WorkingDirectory, bool ContinueOnFailure, TimeSpan Timeout, bool OnHost,
    string? Teardown);
