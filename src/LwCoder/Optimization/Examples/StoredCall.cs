namespace LwCoder.Optimization.Examples;

/// <summary>A tool call as the store has it.</summary>
/// <param name="At">Event time, milliseconds since 1970.</param>
/// <param name="Tool">As the agent calls it.</param>
/// <param name="Kind">read, search, edit, shell, test, spawn, mcp, plan, ask or other.</param>
/// <param name="Status">running, completed, error or unknown.</param>
internal sealed record StoredCall(
    long At, int Order, string Id, string Tool, string Kind, string Status, string Arguments, string Error, int? ExitCode)
{
    public bool IsError => Status == "error" || ExitCode is not (null or 0);

    /// <summary>It came back, whatever it said.</summary>
    public bool HasReturned => Status is "completed" or "error";
}
