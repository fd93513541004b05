namespace LwCoder.Telemetry.CompiledPrompts;

internal enum PromptStatus
{
    /// <summary>Compiled and measured; nobody uses it.</summary>
    Candidate,
    /// <summary>The one in use.</summary>
    Active,
    /// <summary>Was in use, or was refused.</summary>
    Retired,
}

internal static class PromptStatusName
{
    public static string Of(PromptStatus status) => status switch
    {
        PromptStatus.Active => "active",
        PromptStatus.Retired => "retired",
        _ => "candidate",
    };

    public static PromptStatus Parse(string? name) => name switch
    {
        "active" => PromptStatus.Active,
        "retired" => PromptStatus.Retired,
        _ => PromptStatus.Candidate,
    };
}
