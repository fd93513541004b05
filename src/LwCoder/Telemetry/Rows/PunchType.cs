namespace LwCoder.Telemetry.Rows;

internal enum PunchType
{
    ToolCall,
    CommandExec,
    McpCall,
    GatePass,
    GateFail,
    ChildSpawn,
    ChildComplete,
    CostCheckpoint,
    StepComplete,
    GovernorKill,
    SessionLifecycle,
    Message,
}

internal static class PunchTypeName
{
    private static readonly string[] Names =
    [
        "tool_call", "command_exec", "mcp_call", "gate_pass", "gate_fail", "child_spawn", "child_complete", "cost_checkpoint",
        "step_complete", "governor_kill", "session_lifecycle", "message",
    ];

    /// <summary>All words, in the order of the enum; databases of the earlier system number them like this.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string Of(PunchType type) => Names[(int)type];

    /// <returns>Null for a word of another version.</returns>
    public static PunchType? Parse(string? name) => Array.IndexOf(Names, name) is >= 0 and var index ? (PunchType)index : null;
}
