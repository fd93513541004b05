using LwCoder.Configuration;

namespace LwCoder.Sessions.Governing;

/// <summary>What a run may use up, the agent with its subagents, lw_coder's own calls and all recoveries together.</summary>
/// <param name="Cost">US dollars that somebody is billed; null for any.</param>
/// <param name="Steps">Answers of models; null for any.</param>
/// <param name="Tokens">Read and written, without those from a provider's cache; null for any.</param>
/// <param name="WarnAt">The share of a limit at which a warning is given.</param>
/// <param name="Reserve">The last share of a limit, which is for committing and summing up.</param>
internal sealed record RunLimits(
    decimal? Cost, int? Steps, long? Tokens, TimeSpan Time, double WarnAt = 0.8, double Reserve = 0.1)
{
    public static RunLimits From(Settings settings)
    {
        var enabled = settings.Get(GovernorSettings.Enabled);
        return new RunLimits(
            enabled ? (decimal?)settings.Get(GovernorSettings.MaxCost) : null,
            enabled ? settings.Get(GovernorSettings.MaxSteps) : null,
            enabled ? settings.Get(GovernorSettings.MaxTokens) : null,
            settings.Get(CodeSettings.SessionTimeout),
            settings.Get(GovernorSettings.WarnAt) ?? 1,
            settings.Get(GovernorSettings.Reserve) ?? 0);
    }
}
