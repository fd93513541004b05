namespace LwCoder.Commands.Diagnose;

/// <param name="Session">A run or a session's id; null for the newest run.</param>
/// <param name="Events">A file of events instead.</param>
internal sealed record DiagnoseOptions(string? Session, string? Events, bool Json);
