namespace LwCoder.Commands.Finalize;

/// <summary>What `lw_coder finalize` was asked to do; null leaves a choice to the configuration and the work's records.</summary>
internal sealed record FinalizeOptions(string Plan)
{
    public string? Merge { get; init; }
    public string? Into { get; init; }
    public string? Message { get; init; }
    public bool NoChecks { get; init; }
    public bool Trust { get; init; }
    public bool Json { get; init; }
}
