namespace LwCoder.Commands.Code;

/// <summary>What `lw_coder code` was asked to do; null leaves a choice to the environment and the configuration.</summary>
internal sealed record CodeOptions(string Plan)
{
    public string? Tool { get; init; }
    public string? Model { get; init; }
    public string? Prompts { get; init; }
    public string? Sandbox { get; init; }
    public string? IdleTimeout { get; init; }
    public string? SessionTimeout { get; init; }
    public bool Headless { get; init; }
    public bool Trust { get; init; }
    public bool RebasePlan { get; init; }
    public bool NoHooks { get; init; }
    public bool Json { get; init; }
}
